import { describe, expect, it } from 'vitest';
import { builtInCatalogue, type CatalogueVersion } from './catalogue.ts';
import { decideCorrection } from './correction.ts';
import { catalogue } from './menus.ts';
import { decideVersion, type WishedVersion } from './new-version.ts';

const now = 1000;
const wish: WishedVersion = { currency: 'JPY', menus: catalogue };
const written: CatalogueVersion[] = [{ ...builtInCatalogue, version: 4, from: 500 }];

describe('a new version of the catalogue', () => {
  it.each<[string, WishedVersion, CatalogueVersion[], object]>([
    ['holds at once where it does not say when', wish, [], { ok: true, value: { version: 1, from: now } }],
    [
      'holds from the moment it says',
      { ...wish, from: 2000 },
      written,
      { ok: true, value: { version: 5, from: 2000 } },
    ],
    ['not from the past: what was used keeps its price', { ...wish, from: 999 }, [], { reason: 'past' }],
    [
      'sets the currency when it is the first',
      { ...wish, currency: 'USD' },
      [],
      { ok: true, value: { currency: 'USD' } },
    ],
    ['keeps the currency from then on', { ...wish, currency: 'USD' }, written, { reason: 'currency-fixed' }],
  ])('%s', (_, version, before, expected) => {
    expect(decideVersion(before, version, now)).toMatchObject(expected);
  });

  it('entitles what the service says, whatever is asked for (ORD-2)', () => {
    const decided = decideVersion([], wish, now);
    expect(decided.ok && decided.value.menus['managed-anti-virus'].modules).toEqual([]);
  });
});

describe('a correction', () => {
  it.each([
    [
      'says what the month costs and by how much that differs',
      { amount: 500, corrections: 0 },
      450,
      { value: { number: 1, amount: 450, difference: -50 } },
    ],
    [
      'counts from the correction before it',
      { amount: 450, corrections: 1 },
      600,
      { value: { number: 2, amount: 600, difference: 150 } },
    ],
    [
      'is refused where it changes nothing, as when it is sent twice',
      { amount: 450, corrections: 1 },
      450,
      { reason: 'nothing-to-correct' },
    ],
    ['is refused where there are too many', { amount: 1, corrections: 99 }, 2, { reason: 'too-many' }],
  ])('%s', (_, standing, amount, expected) => {
    expect(decideCorrection(standing, amount)).toMatchObject(expected);
  });
});
