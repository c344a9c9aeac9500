import { expect, it } from 'vitest';
import { fleetCauses } from './fleet.ts';

it.each([
  ['5 computers need no relay', 5, 100, 0, []],
  ['6 computers had better have one', 6, 100, 0, ['relay-recommended']],
  ['20 computers had better have one', 20, 100, 0, ['relay-recommended']],
  ['21 computers need one', 21, 100, 0, ['relay-required']],
  ['21 computers with a relay have what they need', 21, 100, 1, []],
  ['89 of 100 seats leave room', 89, 100, 1, []],
  ['90 of 100 seats are almost all', 90, 100, 1, ['license-seat-limit-almost-reached']],
  ['100 of 100 seats are all', 100, 100, 1, ['license-seat-limit-reached']],
  ['a tenant without an order has no seats to run out of', 0, 0, 0, []],
  ['3 of 3 seats are all', 3, 3, 0, ['license-seat-limit-reached']],
] as const)('%s', (_, activated, quantity, relays, raised) => {
  const standing = fleetCauses({ activated, quantity, relays }).filter(([, reason]) => reason !== undefined);
  expect(standing.map(([type]) => type)).toEqual(raised);
});
