import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listExposures, writeExposures } from '../../../../shared/table/entities/scan/exposure.ts';
import { EXPOSURE_SHARDS } from '../../../../shared/table/keys.ts';
import type { Store } from '../../../../shared/table/store.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

const HOSTS = 20;
const CVES = 640;

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

/** The table, with what was written counted by partition. */
const counted = (): { readonly store: Store; readonly writes: Map<string, number> } => {
  const writes = new Map<string, number>();
  const count = (pk: string) => writes.set(pk, (writes.get(pk) ?? 0) + 1);
  const store: Store = {
    ...table.store,
    put: (item, condition) => {
      count(item.pk);
      return table.store.put(item, condition);
    },
    remove: (key) => {
      count(key.pk);
      return table.store.remove(key);
    },
  };
  return { store, writes };
};

const open = (CVE: number, version = '1') => ({
  ...({ CVE: `CVE-2024-${10_000 + CVE}`, status: 'affected', package: 'linux', version } as const),
  ...{ fixedIn: '2', advisory: 'DSA-1-1' },
});

it('a first scan of many hosts is spread over partitions; one that found the same writes nothing', async () => {
  const { store, writes } = counted();
  const tenant = randomUUID();
  const found = Array.from({ length: CVES }, (_, n) => open(n));
  for (let ID = 1; ID <= HOSTS; ID++) await writeExposures(store, tenant, ID, [], found);
  expect(writes.size).toBe(EXPOSURE_SHARDS);
  expect([...writes.values()].reduce((sum, count) => sum + count, 0)).toBe(HOSTS * CVES);
  // 1,000 write units a second and partition: evenly spread, a scan's writes are held up by no single one.
  expect(Math.max(...writes.values())).toBeLessThanOrEqual(2.5 * ((HOSTS * CVES) / EXPOSURE_SHARDS));

  writes.clear();
  await writeExposures(store, tenant, 7, found, found);
  expect(writes.size).toBe(0);
  await writeExposures(store, tenant, 7, found, [open(0, '1.5'), ...found.slice(2)]);
  expect([...writes.values()].reduce((sum, count) => sum + count, 0)).toBe(2);

  const page = await listExposures(store, tenant, open(1).CVE, { limit: 10 });
  expect(page.items.map(({ ID }) => ID)).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10, 11]);
  const rest = await listExposures(store, tenant, open(1).CVE, { limit: 100, after: page.next ?? '' });
  expect(rest.items).toHaveLength(HOSTS - 11);
});
