import { expect, it } from 'vitest';
import type { EventFacts } from '../event/facts.ts';
import { describeAlert } from './describe.ts';
import { MOST_RULES_ALERTED, ruleHits } from './rule-hits.ts';
import type { AlertState } from './state.ts';

const hit = (more: Partial<EventFacts> = {}): EventFacts => ({
  kind: 'intrusion-prevention',
  at: 1000,
  ruleID: 3,
  reason: 'Log4Shell',
  severity: 'critical',
  action: 'reset',
  direction: 'incoming',
  sourceIP: '203.0.113.1',
  destinationIP: '192.0.2.1',
  ...more,
});

const all = () => true;

it('sums up by rule what was blocked and what was only detected', () => {
  const events = [
    hit({ at: 2000, repeatCount: 3, endAt: 4000 }),
    hit({ at: 1000, action: 'detect-only-block', sourceIP: '203.0.113.2' }),
    hit({ ruleID: 4, reason: 'Shellshock', action: 'log', direction: 'outgoing' }),
  ];
  expect(ruleHits(events, all)).toEqual([
    {
      topic: 3,
      ruleID: 3,
      reason: 'Log4Shell',
      severity: 'critical',
      first: 1000,
      last: 4000,
      count: 4,
      blocked: 3,
      sources: ['203.0.113.1', '203.0.113.2'],
    },
    expect.objectContaining({ ruleID: 4, count: 1, blocked: 0, sources: ['192.0.2.1'] }),
  ]);
});

it('takes neither firewall rules nor reasons of the engine for hits', () => {
  expect(
    ruleHits(
      [
        { kind: 'firewall', at: 1, ruleID: 9, action: 'deny' },
        hit({ ruleID: undefined, status: 501 }),
        { kind: 'agent', at: 1 },
      ],
      all,
    ),
  ).toEqual([]);
});

it('counts rules that nobody knows as one, so that a host cannot raise an alert for each number it invents', () => {
  const invented = [hit({ ruleID: 777, reason: 'first' }), hit(), hit({ ruleID: 778, reason: 'second' })];
  expect(ruleHits(invented, (ruleID) => ruleID === 3)).toEqual([
    expect.objectContaining({ topic: 'unknown', ruleID: 777, reason: 'first', count: 2, blocked: 2 }),
    expect.objectContaining({ topic: 3, ruleID: 3, count: 1 }),
  ]);
});

it('is bounded in rules and sources', () => {
  const scan = Array.from({ length: 500 }, (_, i) => hit({ ruleID: i, sourceIP: `10.0.0.${i % 200}` }));
  expect(ruleHits(scan, all)).toHaveLength(MOST_RULES_ALERTED);
  expect(
    ruleHits(
      scan.map((event) => ({ ...event, ruleID: 1 })),
      all,
    )[0]?.sources,
  ).toHaveLength(8);
});

const state = (more: Partial<AlertState>): AlertState => ({
  type: 'intrusion-prevention-rule-alert',
  target: 't',
  state: 'raised',
  began: 0,
  raised: 0,
  last: Date.UTC(2026, 10, 23),
  count: 1,
  blocked: 1,
  sources: [],
  subject: {
    computerID: 12,
    computerName: 'web-1',
    ruleID: 3,
    ruleName: 'Log4Shell',
    CVE: ['CVE-2021-44228'],
  },
  causes: [],
  ...more,
});

it.each([
  [state({}), 'Log4Shell (CVE-2021-44228) was hit 1 time on web-1: all blocked.'],
  [
    state({ count: 5, blocked: 2, sources: ['203.0.113.1', '::1'] }),
    'Log4Shell (CVE-2021-44228) was hit 5 times on web-1: 2 blocked, last from 203.0.113.1, ::1.',
  ],
  [
    state({ count: 2, blocked: 0, subject: { computerID: 12, ruleID: 3 } }),
    'rule 3 was hit 2 times on Computer 12: none blocked.',
  ],
  [
    state({ type: 'unable-to-communicate' }),
    'web-1 has not been heard of since 2026-11-23T00:00:00.000Z. It keeps its last policy.',
  ],
])('says in a sentence what is the matter', (alert, text) => {
  expect(describeAlert(alert)).toBe(text);
});
