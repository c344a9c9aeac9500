import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventFacts } from './facts.ts';
import { addTallies, MOST_TALLIED, tally } from './tally.ts';

const HOUR = 3_600_000;
const hit = (more: Partial<EventFacts> = {}): EventFacts => ({
  ...{ kind: 'intrusion-prevention', at: HOUR + 5, ruleID: 7, severity: 'high', action: 'reset' },
  ...{ status: 0, sourceIP: '203.0.113.9', ...more },
});

describe('a tally', () => {
  it('adds up occurrences by hour and kind', () => {
    const events = [
      hit({ repeatCount: 4 }),
      hit({ at: 2 * HOUR, action: 'detect-only-reset' }),
      { kind: 'firewall', at: HOUR, status: 123, action: 'deny', sourceIP: '198.51.100.1' },
    ];
    expect(tally(events, 12)).toEqual({
      [HOUR]: {
        'intrusion-prevention': {
          ...{ events: 1, occurrences: 4, stopped: 4, actions: { reset: 4 }, severities: { high: 4 } },
          ...{ rules: { 7: 4 }, reasons: {}, sources: { '203.0.113.9': 4 }, computers: { 12: 4 } },
        },
        firewall: {
          ...{ events: 1, occurrences: 1, stopped: 1, actions: { deny: 1 }, severities: {} },
          ...{ rules: {}, reasons: { 123: 1 }, sources: { '198.51.100.1': 1 }, computers: { 12: 1 } },
        },
      },
      [2 * HOUR]: { 'intrusion-prevention': expect.objectContaining({ events: 1, stopped: 0 }) },
    });
    expect(Object.keys(tally(events, 12, 9 * HOUR))).toEqual([String(9 * HOUR)]);
  });

  it('is the same however its events are divided', () => {
    const event = fc.record({
      at: fc.integer({ min: 0, max: 3 * HOUR }),
      repeatCount: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(event), fc.array(event), (a, b) => {
        const [one, other] = [a.map(hit), b.map(hit)];
        expect(addTallies(tally(one, 1), tally(other, 1))).toEqual(tally([...one, ...other], 1));
      }),
    );
  });

  it('keeps the most frequent of a list', () => {
    const many = Array.from({ length: 200 }, (_, i) => hit({ sourceIP: `10.0.0.${i}`, repeatCount: i + 1 }));
    const sources = tally(many, 1)[HOUR]?.['intrusion-prevention']?.sources ?? {};
    expect(Object.keys(sources)).toHaveLength(MOST_TALLIED.sources);
    expect(sources['10.0.0.199']).toBe(200);
    expect(sources['10.0.0.0']).toBeUndefined();
  });
});
