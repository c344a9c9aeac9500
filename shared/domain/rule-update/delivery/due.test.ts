import { expect, it } from 'vitest';
import { importDue } from './due.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const now = 1_000 * HOUR;
const ended = { started: now - HOUR, ended: now - HOUR + 1 };

it.each([
  ['never imported', {}, now],
  ['an hour ago', ended, undefined],
  ['a day ago', { started: now - 24 * HOUR, ended: now - 23 * HOUR }, now],
  ['asked for since', { ...ended, requested: now - 1 }, now],
  ['asked for before', { ...ended, requested: now - 2 * HOUR }, undefined],
  ['still at work', { started: now - 4 * MINUTE }, undefined],
  ['still at work, and asked for again', { started: now - 4 * MINUTE, requested: now - 1 }, undefined],
  ['broken off', { started: now - 5 * MINUTE }, now - 5 * MINUTE],
  ['broken off after an earlier one', { started: now - 5 * MINUTE, ended: now - HOUR }, now - 5 * MINUTE],
  ['begun again', { started: now - 9 * MINUTE, tried: now - 4 * MINUTE }, undefined],
  ['broken off again', { started: now - 9 * MINUTE, tried: now - 5 * MINUTE }, now - 9 * MINUTE],
])('%s', (_what, times, due) => {
  expect(importDue(times, 24, now)).toBe(due);
});
