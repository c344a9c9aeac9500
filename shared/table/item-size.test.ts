import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { batchIDAt, ordinaryHour } from '../../test/support/host-events.ts';
import { summarise } from '../domain/event/summary.ts';
import type { HostEvent } from '../schema/agent/events.ts';
import { packContent } from './batch-content.ts';
import { batch } from './entities/event/batch.ts';
import { itemSize, writeUnits } from './item-size.ts';

it.each([
  ['a name and a text, in UTF-8', { a: 'x' }, 2],
  ['text beyond ASCII', { a: '遮断' }, 7],
  ['a number by two digits a byte', { a: 1234 }, 1 + 3],
  ['a number without its trailing zeroes', { a: 120_000 }, 1 + 2],
  ['a negative number', { a: -12 }, 1 + 3],
  ['a fraction', { a: 0.25 }, 1 + 2],
  ['zero', { a: 0 }, 1 + 1],
  ['a flag', { a: true }, 2],
  ['bytes', { a: new Uint8Array(10) }, 11],
  ['an empty list', { a: [] }, 1 + 3],
  ['a list, one byte an element', { a: ['x', 'yz'] }, 1 + 3 + 2 + 3],
  ['a map', { a: { b: 'xy' } }, 1 + 3 + 1 + 1 + 2],
  ['nothing for what is not sent', { a: 'x', b: undefined }, 2],
])('counts %s', (_, item, size) => {
  expect(itemSize(item)).toBe(size);
});

it('takes at least one write unit, and one for each kilobyte begun', () => {
  expect([1023, 1024, 1025].map((n) => writeUnits({ a: new Uint8Array(n - 1) }))).toEqual([1, 1, 2]);
});

/** The item of events as intake makes it. */
const itemOf = (events: readonly HostEvent[], now: number) => {
  const batchID = batchIDAt(now, 4321);
  const packed = packContent(Buffer.from(JSON.stringify({ id: batchID, events })));
  if (!packed) throw new Error('does not fit');
  return batch({
    tenant: randomUUID(),
    computerID: 10_042,
    batchID,
    received: now + 1234,
    summary: summarise(events),
    ...packed,
    nonce: randomBytes(16).toString('base64url'),
  });
};

it('holds an hour of 42 ordinary events in two write units, and ten minutes of 7 in one', () => {
  const now = Date.UTC(2026, 10, 23, 12, 34, 56, 789);
  const events = ordinaryHour(now);
  expect(new Set(events.map((event) => JSON.stringify(event))).size).toBe(42);
  expect(itemSize(itemOf(events, now))).toBeLessThanOrEqual(2048);
  expect(itemSize(itemOf(events.slice(0, 7), now))).toBeLessThanOrEqual(1024);
});
