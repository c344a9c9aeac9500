import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clear, dismiss } from './end.ts';
import { presenceAlert } from './presence.ts';
import { type Occurrence, raise } from './raise.ts';
import { type AlertState, MOST_CAUSES } from './state.ts';
import { needsTelling } from './untold.ts';

const TYPE = 'intrusion-prevention-rule-alert';
const TARGET = 'computer-12-rule-3';
const subject = { computerID: 12, computerName: 'web-1', ruleID: 3, ruleName: 'Log4Shell' };
const occurrence = (cause: string, more: Partial<Occurrence> = {}): Occurrence => ({
  cause,
  first: 1000,
  last: 2000,
  count: 2,
  blocked: 1,
  sources: ['203.0.113.1'],
  ...more,
});
const raised = (current: AlertState | undefined, o: Occurrence, now = 10_000) =>
  raise(current, TYPE, TARGET, subject, o, now);
const alert = (o = occurrence('a')): AlertState => {
  const result = raised(undefined, o);
  if (!result) throw new Error('not raised');
  return result.alert;
};

describe('raising', () => {
  it('begins with the first occurrence', () => {
    expect(raised(undefined, occurrence('a'))).toEqual({
      anew: true,
      alert: {
        type: TYPE,
        target: TARGET,
        state: 'raised',
        began: 10_000,
        raised: 1000,
        last: 2000,
        count: 2,
        blocked: 1,
        sources: ['203.0.113.1'],
        subject,
        causes: ['a'],
      },
    });
  });

  it('merges what comes while it stands, whatever order it comes in', () => {
    const merged = raised(
      alert(),
      occurrence('b', { first: 500, last: 900, sources: ['203.0.113.2'] }),
      20_000,
    );
    expect(merged).toMatchObject({
      anew: false,
      alert: {
        began: 10_000,
        raised: 500,
        last: 2000,
        count: 4,
        blocked: 2,
        sources: ['203.0.113.2', '203.0.113.1'],
        causes: ['b', 'a'],
      },
    });
  });

  it('begins again, once, when the first attack gets through after blocked ones', () => {
    const blocked = alert(occurrence('a', { count: 2, blocked: 2 }));
    const more = raised(blocked, occurrence('b', { count: 1, blocked: 1 }), 20_000);
    expect(more).toMatchObject({ anew: false, alert: { began: 10_000 } });
    const through = raised(more?.alert, occurrence('c', { count: 1, blocked: 0 }), 30_000);
    expect(through).toMatchObject({
      anew: true,
      alert: { began: 30_000, count: 4, blocked: 3, raised: 1000 },
    });
    const again = raised(through?.alert, occurrence('d', { count: 1, blocked: 0 }), 40_000);
    expect(again).toMatchObject({ anew: false, alert: { began: 30_000, count: 5, blocked: 3 } });
  });

  it('gives a raising that begins again in the same millisecond a name of its own', () => {
    const blocked = alert(occurrence('a', { count: 1, blocked: 1 }));
    const through = raised(blocked, occurrence('b', { count: 1, blocked: 0 }), blocked.began);
    expect(through?.alert.began).toBe(blocked.began + 1);
  });

  it('begins anew after it was dismissed or cleared, with the new first occurrence', () => {
    const dismissed = dismiss(alert(), 30_000);
    const before = dismissed.ok ? dismissed.value : undefined;
    expect(before).toMatchObject({ state: 'dismissed', ended: 30_000 });
    const again = raised(before, occurrence('b', { first: 35_000, last: 36_000 }), 40_000);
    expect(again).toMatchObject({
      anew: true,
      alert: { state: 'raised', began: 40_000, raised: 35_000, count: 2 },
    });
    expect(again?.alert).not.toHaveProperty('ended');
  });

  it('does not take a cause twice, also after it was dismissed', () => {
    expect(raised(alert(), occurrence('a'))).toBeUndefined();
    const dismissed = dismiss(alert(), 30_000);
    expect(raised(dismissed.ok ? dismissed.value : undefined, occurrence('a'))).toBeUndefined();
  });

  it('keeps a time ahead of the plane’s out of the alert', () => {
    expect(alert(occurrence('a', { first: 99_000, last: 99_999 }))).toMatchObject({
      raised: 10_000,
      last: 10_000,
    });
  });

  it('counts each cause once, however often and in whatever order a stream tells it again', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: MOST_CAUSES - 1 }), { maxLength: 300 }), (told) => {
        let current: AlertState | undefined;
        for (const cause of told) current = raised(current, occurrence(String(cause)))?.alert ?? current;
        expect(current?.count ?? 0).toBe(2 * new Set(told).size);
        expect(current?.causes.length ?? 0).toBeLessThanOrEqual(MOST_CAUSES);
      }),
    );
  });

  it('stops counting where numbers stop being exact', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const before = { ...alert(), count: most - 1, blocked: most - 1 };
    const merged = raised(before, { ...occurrence('b'), count: 5, blocked: 5 })?.alert;
    expect(merged).toMatchObject({ count: most, blocked: most });
  });
});

describe('ending', () => {
  it('clears what is raised, once', () => {
    const cleared = clear(alert(), 30_000);
    expect(cleared).toMatchObject({ state: 'cleared', ended: 30_000 });
    expect(clear(cleared, 40_000)).toBeUndefined();
    expect(clear(undefined, 40_000)).toBeUndefined();
  });

  it('is not for people where the cause decides, and harmless when it has ended', () => {
    expect(dismiss({ ...alert(), type: 'unable-to-communicate' }, 1)).toMatchObject({
      ok: false,
      kind: 'conflict',
      reason: 'not-dismissible',
    });
    expect(dismiss({ ...alert(), state: 'cleared' }, 1)).toEqual({ ok: true, value: undefined });
    expect(dismiss(undefined, 1)).toMatchObject({ ok: false, kind: 'missing' });
  });
});

describe('the alert of a computer that is silent', () => {
  const computer = { computerID: 12, computerName: 'web-1' };
  const silent = { offline: true, seen: 5000 };
  const up = presenceAlert(undefined, silent, computer, 10_000);

  it('is raised with the last beat as its time, and cleared by the next', () => {
    expect(up).toMatchObject({
      state: 'raised',
      target: 'computer-12',
      raised: 5000,
      began: 10_000,
      count: 1,
    });
    expect(presenceAlert(up, { offline: false, seen: 11_000 }, computer, 12_000)).toMatchObject({
      state: 'cleared',
      ended: 12_000,
    });
  });

  it('does not change when the same outage is told again', () => {
    expect(presenceAlert(up, silent, computer, 20_000)).toBeUndefined();
  });

  it('ends with a computer that was taken away or is gone', () => {
    expect(presenceAlert(up, { ...silent, gone: true }, computer, 12_000)).toMatchObject({
      state: 'cleared',
    });
    expect(presenceAlert(up, undefined, computer, 12_000)).toMatchObject({ state: 'cleared' });
    expect(presenceAlert(undefined, { ...silent, gone: true }, computer, 12_000)).toBeUndefined();
  });

  it('is raised anew by the next outage', () => {
    const back = presenceAlert(up, { offline: false, seen: 11_000 }, computer, 12_000);
    expect(presenceAlert(back, { offline: true, seen: 50_000 }, computer, 60_000)).toMatchObject({
      state: 'raised',
      began: 60_000,
      raised: 50_000,
    });
  });
});

it.each([
  ['a minute old: the queue has it', 'raised', 60_000, false],
  ['a quarter of an hour old', 'raised', 15 * 60_000, true],
  ['a quarter of an hour old and dismissed', 'dismissed', 15 * 60_000, false],
  ['three days old: no news any more', 'raised', 3 * 86_400_000, false],
])('an alert %s needs telling or not', (_, state, age, telling) => {
  expect(needsTelling({ state, began: 1_000_000_000_000 - age }, 1_000_000_000_000)).toBe(telling);
});
