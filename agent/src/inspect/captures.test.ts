import { expect, it } from 'vitest';
import { CAPTURE_PERIOD, createCaptures, LONGEST_PACKET } from './captures.ts';

const bytes = Buffer.from('GET /');
const rule = (ruleID: number) => ({ ruleID, reason: null });
const MINUTE = 60_000;

it.each([
  ['the first packet', [[rule(1), 0]], [true]],
  [
    'once per rule and period',
    [
      [rule(1), 0],
      [rule(1), MINUTE],
      [rule(1), CAPTURE_PERIOD],
    ],
    [true, false, true],
  ],
  [
    'each rule for itself',
    [
      [rule(1), 0],
      [rule(2), 0],
    ],
    [true, true],
  ],
  [
    'reasons of the engine each for itself',
    [
      [{ ruleID: 0, reason: 801 }, 0],
      [{ ruleID: 0, reason: 139 }, 0],
      [{ ruleID: 0, reason: 801 }, 1],
    ],
    [true, true, false],
  ],
  [
    'a rule that always includes it',
    [
      [rule(9), 0],
      [rule(9), 1],
      [rule(9), 2],
    ],
    [true, true, true],
  ],
  [
    'a clock that was set back',
    [
      [rule(1), MINUTE],
      [rule(1), 0],
    ],
    [true, true],
  ],
] as const)('keeps %s', (_, packets, kept) => {
  const captures = createCaptures();
  captures.always([9]);
  expect(packets.map(([hit, at]) => captures.take(hit, bytes, at) !== undefined)).toEqual(kept);
});

it('keeps at most 20 packets of a host in a period', () => {
  const captures = createCaptures();
  captures.always([9]);
  const kept = (from: number) =>
    Array.from({ length: 50 }, (_, i) => captures.take(rule(i % 2 ? 9 : i), bytes, from)).filter(Boolean)
      .length;
  expect([kept(0), kept(MINUTE), kept(CAPTURE_PERIOD)]).toEqual([20, 0, 20]);
});

it('cuts a long packet', () => {
  const kept = createCaptures().take(rule(1), Buffer.alloc(60_000, 7), 0);
  expect(Buffer.from(kept ?? '', 'base64')).toEqual(Buffer.alloc(LONGEST_PACKET, 7));
});
