import { expect, it } from 'vitest';
import { emptyRegistry, identify } from './identify.ts';

const ids = (wishes: readonly (readonly [string, number])[], registry = emptyRegistry) => {
  const identifier = identify(registry);
  const given = wishes.map(([source, sid]) => {
    const ID = identifier.idOf(source, sid);
    return ID.ok ? ID.value : ID.reason;
  });
  return { given, registry: identifier.registry() };
};

it('takes the number of the source, unless it is ours, a tenant’s or another source’s', () => {
  const { given } = ids([
    ['a', 2000001],
    ['a', 3],
    ['a', 2000001],
    ['b', 2000001],
    ['a', 100000908],
  ]);
  expect(given).toEqual([2000001, 9_000_000, 2000001, 9_000_001, 9_000_002]);
});

it('remembers over versions, so that ids never move', () => {
  const first = ids([
    ['a', 5000],
    ['b', 5000],
  ]);
  expect(
    ids(
      [
        ['b', 5000],
        ['c', 5000],
        ['a', 5000],
      ],
      first.registry,
    ).given,
  ).toEqual([9_000_000, 9_000_001, 5000]);
});

it('refuses when none is left below those of tenants', () => {
  expect(
    ids(
      [
        ['a', 1],
        ['a', 2],
      ],
      { next: 10_000_000, given: [] },
    ).given,
  ).toEqual([10_000_000, 'no-id']);
});
