import { expect, it } from 'vitest';
import { applicationTypes } from '../../ips/catalogue/application-types/index.ts';
import { benignCorpus } from '../benign/corpus.ts';
import { replay } from '../replay.ts';
import { assemble } from './assemble.ts';
import { collector } from './collect.ts';
import type { FeedRule } from './feed-rule.ts';
import { emptyRegistry, identify } from './identify.ts';
import { starterSource } from './starter.ts';

const rule = (sid: number, content: string, more = ''): string =>
  `alert http any any -> $HOME_NET any (msg:"R${sid}"; flow:to_server; ${more}http.uri; content:"${content}"; classtype:attempted-admin; sid:${sid}; metadata:confidence High;)`;

const version = (before: readonly FeedRule[], ...texts: string[]) => {
  const rules = collector('feed', identify(emptyRegistry), applicationTypes);
  for (const text of texts) rules.take({ text }, 'a.rules');
  const sources = [
    { name: 'starter', ...starterSource() },
    { name: 'feed', ...rules.collected() },
  ];
  return assemble(sources, before, (all) => replay(all, benignCorpus()));
};

it('tells what was added, changed, removed and newly supported', () => {
  const first = version([], rule(5001, '/x1'), rule(5002, '/x2'), rule(5003, '/x3', 'flowbits:set,a; '));
  expect(first.report).toMatchObject({ added: 6, accepted: 6, usable: 5, removed: 0 });
  // As if the engine of then had not known the third.
  const then = first.rules.map((each) => (each.ID === 5001 ? { ...each, unsupported: 'unknown' } : each));
  const second = version(then, rule(5001, '/x1'), rule(5002, '/y2'), rule(5004, '/x4'));
  expect(second.difference).toEqual({
    added: [5004],
    changed: [5002],
    removed: [5003],
    newlySupported: [5001],
  });
});

it('a rule that fires on ordinary traffic starts in detect, and says on what', () => {
  const { rules, report } = version([], rule(5001, '/api/v1/orders'), rule(5002, '/x2'));
  expect(rules.find(({ ID }) => ID === 5001)).toMatchObject({
    behaviour: 'detect',
    startsInDetect: true,
    detectOnly: false,
    because: expect.stringContaining('GET /api/v1/orders'),
  });
  expect(rules.find(({ ID }) => ID === 5002)?.behaviour).toBe('prevent');
  expect(report.firing).toBe(1);
});

it('our own rules fire on nothing ordinary', () => {
  const { rules } = starterSource();
  expect([...replay(rules, benignCorpus())]).toEqual([]);
});
