import { describe, expect, it } from 'vitest';
import { parseAddress } from './address.ts';
import { compileFirewall } from './compile.ts';
import { evaluate, type PacketDescription } from './evaluate.ts';
import { ICMPV6, TCP, UDP } from './protocol.ts';
import type { Direction, FirewallAction, FirewallRule, Priority } from './rule.ts';

/** One rule per line: action, priority, direction and what it matches. */
let next = 0;
function rule(
  action: FirewallAction,
  priority: Priority,
  direction: Direction,
  match: Partial<FirewallRule> = {},
): FirewallRule {
  next += 1;
  return { ID: next, name: `${action} ${next}`, action, priority, direction, ...match };
}
const port = (...ports: (number | string)[]): Partial<FirewallRule> => ({
  protocol: 'tcp',
  destinationPortType: 'multiple',
  destinationPortMultiple: ports.map(String),
});

function packet(
  direction: Direction,
  destinationPort: number,
  other: Partial<PacketDescription> = {},
): PacketDescription {
  return {
    direction,
    version: 4,
    protocol: TCP,
    source: address('192.0.2.7'),
    destination: address('198.51.100.1'),
    sourcePort: 40_000,
    destinationPort,
    icmpType: null,
    icmpCode: null,
    established: false,
    ...other,
  };
}
function address(text: string): bigint {
  return parseAddress(text)?.value ?? -1n;
}

/** `pass`, `drop`, with the event's id behind it and `uninspected` when intrusion prevention is skipped. */
function outcome(rules: readonly FirewallRule[], of: PacketDescription): string {
  const compiled = compileFirewall(rules);
  expect(compiled.disarmed).toEqual([]);
  const { verdict, inspected, event } = evaluate(compiled.rules, of);
  const how = verdict === 'pass' && !inspected ? ' uninspected' : '';
  return `${verdict}${how}${event === null ? '' : ` ${event.id}`}`;
}

const IN = 'incoming';
const OUT = 'outgoing';

describe('the policy, packet by packet (behaviour.md §1)', () => {
  const table: [string, FirewallRule[], PacketDescription, string][] = [
    ['no rules', [], packet(IN, 22), 'pass'],
    ['only deny: what it names', [rule('deny', '0', IN, port(22))], packet(IN, 22), 'drop 21'],
    ['only deny: others', [rule('deny', '0', IN, port(22))], packet(IN, 80), 'pass'],
    ['one allow: what it names', [rule('allow', '0', IN, port(443))], packet(IN, 443), 'pass'],
    ['one allow: others', [rule('allow', '0', IN, port(443))], packet(IN, 22), 'drop 123'],
    ['one allow: the other direction too', [rule('allow', '0', IN, port(443))], packet(OUT, 443), 'drop 123'],
    ['allow out denies in', [rule('allow', '0', OUT, port(443))], packet(IN, 443), 'drop 123'],
    [
      'implicit deny spares what is established',
      [rule('allow', '0', IN, port(443))],
      packet(IN, 22, { established: true }),
      'pass',
    ],
    [
      'a deny rule does not',
      [rule('deny', '0', IN, port(22))],
      packet(IN, 22, { established: true }),
      'drop 21',
    ],
    [
      'implicit deny spares ICMPv6',
      [rule('allow', '0', IN, port(443))],
      packet(IN, 0, { version: 6, protocol: ICMPV6, destinationPort: null }),
      'pass',
    ],
    [
      'a deny rule does not spare ICMPv6',
      [rule('deny', '0', IN, { protocol: 'icmpv6' })],
      packet(IN, 0, { version: 6, protocol: ICMPV6, destinationPort: null }),
      'drop 21',
    ],
    [
      'force allow passes the implicit deny, inspected',
      [rule('allow', '0', IN, port(443)), rule('force-allow', '0', IN, port(22))],
      packet(IN, 22),
      'pass',
    ],
    [
      'bypass passes it uninspected, without event',
      [rule('allow', '0', IN, port(443)), rule('bypass', '0', IN, port(22))],
      packet(IN, 22),
      'pass uninspected',
    ],
    [
      'bypass is for one direction',
      [rule('allow', '0', IN, port(443)), rule('bypass', '0', IN, port(22))],
      packet(OUT, 22),
      'drop 123',
    ],
    ['force allow alone denies nothing', [rule('force-allow', '0', IN, port(22))], packet(IN, 80), 'pass'],
    ['bypass alone denies nothing', [rule('bypass', '4', IN, port(22))], packet(IN, 80), 'pass'],
    [
      'deny before allow',
      [rule('allow', '0', IN, port(80)), rule('deny', '0', IN, port(80))],
      packet(IN, 80),
      'drop 21',
    ],
    [
      'force allow before deny of the same priority',
      [rule('deny', '4', IN, port(80)), rule('force-allow', '4', IN, port(80))],
      packet(IN, 80),
      'pass',
    ],
    [
      'deny of a higher priority before force allow',
      [rule('force-allow', '2', IN, port(80)), rule('deny', '3', IN, port(80))],
      packet(IN, 80),
      'drop 21',
    ],
    [
      'deny of a higher priority before bypass',
      [rule('bypass', '2', IN, port(80)), rule('deny', '3', IN, port(80))],
      packet(IN, 80),
      'drop 21',
    ],
    ['log only, alone', [rule('log-only', '4', IN, port(80))], packet(IN, 80), 'pass 20'],
    [
      'log only, then deny',
      [rule('log-only', '4', IN, port(80)), rule('deny', '0', IN, port(80))],
      packet(IN, 80),
      'drop 21',
    ],
    [
      'log only, then implicit deny',
      [rule('log-only', '4', IN, port(80)), rule('allow', '0', IN, port(443))],
      packet(IN, 80),
      'drop 123',
    ],
    [
      'log only, then allow',
      [rule('log-only', '4', IN, port(80)), rule('allow', '0', IN, port(80))],
      packet(IN, 80),
      'pass 20',
    ],
    [
      'bypass of priority 4 before log only',
      [rule('log-only', '4', IN, port(80)), rule('bypass', '4', IN, port(80))],
      packet(IN, 80),
      'pass uninspected',
    ],
    [
      'deny with its log switched off',
      [rule('deny', '0', IN, { ...port(80), logDisabled: true })],
      packet(IN, 80),
      'drop',
    ],
  ];
  it.each(table)('%s', (_, rules, of, expected) => {
    expect(outcome(rules, of)).toBe(expected);
    expect(outcome([...rules].reverse(), of)).toBe(expected);
  });
});

describe('what a rule matches', () => {
  const deny = (match: Partial<FirewallRule>) => [rule('deny', '0', IN, match)];
  const dropped = (match: Partial<FirewallRule>, of: PacketDescription): boolean =>
    outcome(deny(match), of).startsWith('drop');
  const from = (text: string): PacketDescription =>
    packet(IN, 80, { source: address(text), version: text.includes(':') ? 6 : 4 });

  it.each([
    [{ sourceIPType: 'single', sourceIPValue: '10.0.0.1' }, ['10.0.0.1'], ['10.0.0.2', '::a00:1']],
    [
      { sourceIPType: 'single', sourceIPValue: '10.0.0.1', sourceIPNot: true },
      ['10.0.0.2', '2001:db8::1'],
      ['10.0.0.1'],
    ],
    [
      { sourceIPType: 'masked-ip', sourceIPValue: '10.1.2.3', sourceIPMask: '255.255.0.0' },
      ['10.1.0.0', '10.1.255.255'],
      ['10.2.0.0'],
    ],
    [
      { sourceIPType: 'masked-ip', sourceIPValue: '2001:db8::', sourceIPMask: '32' },
      ['2001:db8:ffff::1'],
      ['2001:db9::', '32.1.13.184'],
    ],
    [
      { sourceIPType: 'range', sourceIPRangeFrom: '10.0.0.5', sourceIPRangeTo: '10.0.1.2' },
      ['10.0.0.5', '10.0.1.2'],
      ['10.0.0.4', '10.0.1.3'],
    ],
    [
      { sourceIPType: 'multiple', sourceIPMultiple: ['10.0.0.1', '10.9.0.0/16', '::1-::f'] },
      ['10.0.0.1', '10.9.9.9', '::9'],
      ['10.0.0.2', '::10'],
    ],
  ] as [Partial<FirewallRule>, string[], string[]][])('%j', (match, hits, misses) => {
    for (const text of hits) expect(dropped(match, from(text)), text).toBe(true);
    for (const text of misses) expect(dropped(match, from(text)), text).toBe(false);
  });

  it('ports, singly and by range, only where the protocol has them', () => {
    for (const [number, hit] of [
      [79, false],
      [80, true],
      [8000, true],
      [8080, true],
      [8081, false],
    ] as const) {
      expect(dropped(port(80, '8000-8080'), packet(IN, number))).toBe(hit);
    }
    const both = { ...port(53), protocol: 'tcp-udp' } as const;
    expect(dropped(both, packet(IN, 53, { protocol: UDP }))).toBe(true);
    expect(dropped(both, packet(IN, 53, { protocol: 47, sourcePort: null, destinationPort: null }))).toBe(
      false,
    );
    expect(dropped({ ...port(80), destinationPortNot: true }, packet(IN, 81))).toBe(true);
  });

  it('protocols by name, number and inverted, and ICMP by type and code', () => {
    const icmp = (type: number): PacketDescription =>
      packet(IN, 0, { protocol: 1, sourcePort: null, destinationPort: null, icmpType: type, icmpCode: 0 });
    expect(dropped({ protocol: 'icmp', ICMPType: 8 }, icmp(8))).toBe(true);
    expect(dropped({ protocol: 'icmp', ICMPType: 8 }, icmp(0))).toBe(false);
    expect(dropped({ protocol: 'icmp', ICMPType: 8, ICMPCode: 1 }, icmp(8))).toBe(false);
    expect(dropped({ protocol: 'other', protocolNumber: 1 }, icmp(3))).toBe(true);
    expect(dropped({ protocol: 'tcp', protocolNot: true }, icmp(3))).toBe(true);
    expect(dropped({ protocol: 'tcp', protocolNot: true }, packet(IN, 80))).toBe(false);
  });
});
