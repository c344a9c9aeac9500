import { describe, expect, it } from 'vitest';
import { decidePost, decideWithdraw, isShown, type MaintenanceNotice, stateOf } from './notice.ts';

const notice: MaintenanceNotice = { ID: 1, from: 100, to: 200, ja: '作業', en: 'Work', posted: 50 };

it.each([
  ['announced until it begins', 99, {}, 'announced', true],
  ['in progress from its beginning', 100, {}, 'in-progress', true],
  ['in progress until its end', 199, {}, 'in-progress', true],
  ['over by itself at its end', 200, {}, 'ended', false],
  ['withdrawn, whatever the time', 150, { withdrawn: 90 }, 'withdrawn', false],
])('a notice is %s', (_, now, more, state, shown) => {
  expect(stateOf({ ...notice, ...more }, now)).toBe(state);
  expect(isShown({ ...notice, ...more }, now)).toBe(shown);
});

describe('posting', () => {
  const many = Array.from({ length: 20 }, () => notice);
  it.each<[string, object, MaintenanceNotice[], number, string | undefined]>([
    ['ahead', {}, [], 50, undefined],
    ['of work that has begun', {}, [], 150, undefined],
    ['beside others that are over', {}, many, 250, 'invalid'],
    ['that ends before it begins', { to: 100 }, [], 50, 'invalid'],
    ['of the past', {}, [], 200, 'invalid'],
    ['of months', { to: 100 + 31 * 24 * 3_600_000 }, [], 50, 'invalid'],
    ['beside twenty others', {}, many, 150, 'too-many'],
  ])('%s', (_, more, others, now, reason) => {
    const decided = decidePost({ ...notice, ...more }, others, now);
    expect(decided.ok ? undefined : decided.reason).toBe(reason);
  });
});

it('is withdrawn once, and not when it is over', () => {
  expect(decideWithdraw(notice, 150).ok).toBe(true);
  expect(decideWithdraw({ ...notice, withdrawn: 120 }, 150)).toMatchObject({ reason: 'over' });
  expect(decideWithdraw(notice, 200)).toMatchObject({ reason: 'over' });
});
