import { expect, it } from 'vitest';
import { builtInCatalogue, catalogueAt } from './catalogue.ts';
import { inOrder } from './holding.ts';

const version = (version: number, from: number) => ({ ...builtInCatalogue, version, from });

it.each([
  ['the one that comes with the service before any other', 99, 0],
  ['the first from its moment on', 100, 1],
  ['the one written later of two from the same moment', 200, 3],
  ['the one that comes into force later, though written earlier', 300, 2],
])('in force is %s', (_, time, expected) => {
  const versions = [version(1, 100), version(2, 300), version(3, 200), version(0, 200)];
  expect(catalogueAt(versions, time).version).toBe(expected);
  expect(catalogueAt([...versions].reverse(), time).version).toBe(expected);
});

it('is what comes with the service while the operator wrote none', () => {
  expect(catalogueAt([], 0)).toBe(builtInCatalogue);
});

it('holdings follow each other as the orders did, whatever the clocks of the workers said', () => {
  const holdings = [
    { from: 500, quantity: 2, orderID: 3 },
    { from: 900, quantity: 1, orderID: 1 },
  ];
  expect(inOrder(holdings)).toEqual([
    { from: 900, quantity: 1, orderID: 1 },
    { from: 900, quantity: 2, orderID: 3 },
  ]);
});
