import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dismiss } from './end.ts';
import { standingAlert } from './standing.ts';
import type { AlertState } from './state.ts';

const TYPE = 'containers-not-inspected';
const subject = { computerID: 12, computerName: 'web-1', reason: 'docker' };
const is = (current: AlertState | undefined, so = true, now = 1000) =>
  standingAlert(current, TYPE, 'computer-12', so ? subject : undefined, now) ?? current;
const dismissed = (current: AlertState | undefined, now = 2000) => {
  const outcome = dismiss(current, now);
  return outcome.ok ? (outcome.value ?? current) : current;
};

describe('an alert that stands while something is so', () => {
  it('is raised once, however often it is told', () => {
    const up = is(undefined);
    expect(up).toMatchObject({ state: 'raised', began: 1000, count: 1 });
    expect(is(up, true, 5000)).toBe(up);
  });

  it('is cleared when it is so no more, and raised anew when it is so again', () => {
    const cleared = is(is(undefined), false, 2000);
    expect(cleared).toMatchObject({ state: 'cleared', ended: 2000 });
    expect(is(cleared, false, 3000)).toBe(cleared);
    expect(is(cleared, true, 4000)).toMatchObject({ state: 'raised', began: 4000 });
  });

  it('stays dismissed until its cause went away and came again', () => {
    const seen = dismissed(is(undefined));
    expect(is(seen, true, 9000)).toBe(seen);
    const away = is(seen, false, 10_000);
    expect(away).toMatchObject({ state: 'dismissed', ended: 2000 });
    expect(is(away, true, 11_000)).toMatchObject({ state: 'raised', began: 11_000 });
  });

  it('tells another reason without being raised anew', () => {
    const other = standingAlert(is(undefined), TYPE, 'computer-12', { ...subject, reason: 'podman' }, 3000);
    expect(other).toMatchObject({ state: 'raised', began: 1000, subject: { reason: 'podman' }, count: 1 });
  });

  it('is raised just when it is so and was not dismissed since it became so, in any life', () => {
    const step = fc.constantFrom('so' as const, 'not so' as const, 'dismiss' as const, 'again' as const);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let current: AlertState | undefined;
        let so = false;
        let wasDismissed = false;
        for (const [i, what] of steps.entries()) {
          const now = 1000 * (i + 1);
          if (what === 'dismiss') {
            if (so && current?.state === 'raised') wasDismissed = true;
            current = dismissed(current, now);
          } else {
            if (what === 'so') so = true;
            if (what === 'not so') [so, wasDismissed] = [false, false];
            current = is(current, so, now);
          }
          expect(current?.state === 'raised').toBe(so && !wasDismissed);
        }
      }),
    );
  });
});
