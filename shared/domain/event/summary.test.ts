import { expect, it } from 'vitest';
import type { EventFacts } from './facts.ts';
import { MOST_RULES, MOST_SOURCES, summarise } from './summary.ts';

const hit = (more: Partial<EventFacts> = {}): EventFacts => ({
  kind: 'intrusion-prevention',
  at: 1000,
  ruleID: 1,
  status: 0,
  severity: 'high',
  action: 'reset',
  sourceIP: '203.0.113.1',
  ...more,
});

it('tells what a search can filter by', () => {
  const events = [
    hit({ at: 2000, repeatCount: 3, endAt: 5000 }),
    hit({ at: 1000, action: 'detect-only-reset', ruleID: 2, severity: 'critical' }),
    { kind: 'firewall', at: 1500, status: 123, action: 'deny', sourceIP: '198.51.100.2' },
    { kind: 'firewall', at: 1600, status: 20, ruleID: 10, action: 'log-only', sourceIP: '198.51.100.2' },
    { kind: 'agent', at: 1700, severity: 'info' },
  ];
  expect(summarise(events)).toEqual({
    from: 1000,
    to: 5000,
    count: 5,
    blocked: 4,
    kinds: ['intrusion-prevention', 'firewall', 'agent'],
    ruleIDs: [1, 2, 10],
    reasons: [123],
    severities: ['high', 'critical', 'info'],
    sources: ['203.0.113.1', '198.51.100.2'],
  });
});

it('stays small whatever a host sends, and keeps the most frequent', () => {
  const many = Array.from({ length: 5000 }, (_, i) =>
    hit({ ruleID: i, sourceIP: `10.0.${i >> 8}.${i & 255}` }),
  );
  const summary = summarise([...many, hit({ ruleID: 4321, sourceIP: '192.0.2.1', repeatCount: 9 })]);
  expect(summary.ruleIDs).toHaveLength(MOST_RULES);
  expect(summary.ruleIDs[0]).toBe(4321);
  expect(summary.sources).toHaveLength(MOST_SOURCES);
  expect(summary.sources[0]).toBe('192.0.2.1');
});
