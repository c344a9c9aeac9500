import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createIndexBuilder } from './advisory-index.ts';
import { exposuresOf } from './exposure.ts';
import type { Inventory } from './inventory.ts';

const builder = createIndexBuilder();
builder.add({
  id: 'DSA-1-1',
  aliases: [],
  upstream: ['CVE-2024-0001'],
  related: [],
  affected: [
    {
      ecosystem: 'Debian:12',
      name: 'linux',
      ranges: [[{ introduced: '0' }, { fixed: '6.1.90-1' }]],
      versions: [],
    },
  ],
});
const [index] = builder.finish();

const exposureOf = (versions: readonly string[]) => {
  const inventory: Inventory = {
    os: { id: 'debian', versionID: '12', name: '', kernel: '' },
    packageFormat: 'deb',
    packages: versions.map((version) => ({ name: 'linux', version })),
    ...{ listeners: [], processes: [], services: [] },
  };
  return index && exposuresOf(inventory, index).get('CVE-2024-0001');
};

it('one version of several that is open is enough', () => {
  expect(exposureOf(['6.1.90-1', '6.1.80-1'])).toMatchObject({ status: 'affected', version: '6.1.80-1' });
});

it('looks at the first 32 versions of a package', () => {
  const repaired = Array.from({ length: 32 }, (_, n) => `6.2.${n}`);
  expect(exposureOf([...repaired.slice(1), '6.1.80-1'])?.status).toBe('affected');
  expect(exposureOf([...repaired, '6.1.80-1'])?.status).toBe('fixed');
});

it('judges any text that calls itself a version', () => {
  const weird = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('1:~~', '~', ':', '-', '::-', '1:-~', '^'),
  );
  fc.assert(
    fc.property(fc.array(weird, { minLength: 1, maxLength: 9 }), (versions) => {
      expect(['affected', 'unknown', 'fixed']).toContain(exposureOf(versions)?.status);
    }),
  );
});
