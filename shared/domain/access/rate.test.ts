import { expect, it } from 'vitest';
import { RATE_WINDOW, type Tally, tallyAt, within } from './rate.ts';

const count = (times: readonly number[], limit: number): number[] => {
  let tally: Tally | undefined;
  return times.filter((now) => {
    const seen = tallyAt(tally, now);
    const passes = within(seen, limit, now);
    tally = passes ? { ...seen, current: seen.current + 1 } : seen;
    return passes;
  });
};

it('lets the limit through in a minute, and no more', () => {
  expect(count([0, 1, 2, 3, 4], 3)).toEqual([0, 1, 2]);
});

it('rolls: what was let through a while ago counts less and less', () => {
  const W = RATE_WINDOW;
  expect(count([0, 1, 2, W, W + W / 2, W + W / 2 + 1, 2 * W + W - 1], 3)).toEqual([
    0,
    1,
    2,
    W + W / 2,
    2 * W + W - 1,
  ]);
});

it('forgets after two minutes', () => {
  expect(count([0, 0, 0, 2 * RATE_WINDOW, 2 * RATE_WINDOW], 3)).toHaveLength(5);
});
