import { describe, expect, it } from 'vitest';
import { giveBack, HEAD_COMMENT, readHostFilters, setAside } from './host-filter.ts';

const listing = (...objects: object[]): string =>
  JSON.stringify({ nftables: [{ metainfo: {} }, ...objects] });
const table = (family: string, name: string, more: object = {}) => ({ table: { family, name, ...more } });
const base = (family: string, table: string, name: string, hook: string, prio = 0, type = 'filter') => ({
  chain: { family, table, name, type, hook, prio },
});
const plain = (family: string, table: string, name: string) => ({ chain: { family, table, name } });

describe('which chains are set aside', () => {
  it.each([
    [
      'the iptables-nft filter',
      [table('ip', 'filter'), base('ip', 'filter', 'INPUT', 'input')],
      ['ip filter INPUT'],
    ],
    ['a native one', [table('inet', 'f'), base('inet', 'f', 'out', 'output', 50)], ['inet f out']],
    ['not forwarding', [table('ip', 'filter'), base('ip', 'filter', 'FORWARD', 'forward')], []],
    [
      'not mangle or raw',
      [base('ip', 'mangle', 'INPUT', 'input', -150), base('ip', 'raw', 'OUTPUT', 'output', -300)],
      [],
    ],
    ['not address translation', [base('ip', 'nat', 'OUTPUT', 'output', -100, 'nat')], []],
    [
      'not our own',
      [
        base('inet', 'mvp', 'in_first', 'input', -190),
        base('inet', 'mvp_inspect', 'inspect_in', 'input', -150),
      ],
      [],
    ],
    ['not bridges', [base('bridge', 'filter', 'INPUT', 'input')], []],
  ] as [string, object[], string[]][])('%s', (_, objects, expected) => {
    const { aside, untouched } = readHostFilters(listing(...objects));
    expect(aside.map(({ family, table, chain }) => `${family} ${table} ${chain}`)).toEqual(expected);
    expect(untouched).toEqual([]);
  });

  it.each([
    [
      'Docker',
      [plain('ip', 'filter', 'DOCKER-USER'), base('ip', 'filter', 'INPUT', 'input')],
      /container networking \(DOCKER-USER\)/,
    ],
    [
      'Kubernetes',
      [plain('ip', 'filter', 'KUBE-FIREWALL'), base('ip', 'filter', 'INPUT', 'input')],
      /KUBE-FIREWALL/,
    ],
    [
      'translation in the same table',
      [base('inet', 'fw', 'pre', 'prerouting', -100, 'nat'), base('inet', 'fw', 'in', 'input')],
      /address translation/,
    ],
    [
      'an owner',
      [table('inet', 'fw', { flags: 'owner' }), base('inet', 'fw', 'in', 'input')],
      /belongs to a running program/,
    ],
    [
      'an owner among flags',
      [table('inet', 'fw', { flags: ['owner', 'persist'] }), base('inet', 'fw', 'in', 'input')],
      /running program/,
    ],
    ['an early priority', [base('inet', 'fw', 'in', 'input', -200)], /priority -200/],
  ] as [string, object[], RegExp][])('%s is left alone and reported', (_, objects, why) => {
    const { aside, untouched } = readHostFilters(listing(...objects));
    expect(aside).toEqual([]);
    expect(untouched).toHaveLength(1);
    expect(untouched[0]?.why).toMatch(why);
  });
});

it('finds its own rules again, and sets no chain aside twice', () => {
  const chain = base('ip', 'filter', 'INPUT', 'input');
  const head = { rule: { family: 'ip', table: 'filter', chain: 'INPUT', handle: 12, comment: HEAD_COMMENT } };
  const other = { rule: { family: 'ip', table: 'filter', chain: 'INPUT', handle: 13, comment: 'theirs' } };
  const { aside, heads } = readHostFilters(listing(chain, head, other));
  expect(aside).toEqual([]);
  expect(giveBack(heads)).toBe('delete rule ip filter INPUT handle 12\n');
});

it('inserts one rule at the head of each', () => {
  expect(setAside([{ family: 'ip', table: 'filter', chain: 'INPUT' }])).toBe(
    `insert rule ip filter INPUT meta mark & 0x04000000 == 0x04000000 accept comment "${HEAD_COMMENT}"\n`,
  );
  expect(setAside([{ family: 'inet', table: 'my table', chain: 'a"b' }])).toContain('inet "my table" "ab" ');
});
