import { afterAll, beforeAll, expect, it } from 'vitest';
import { sweep } from '../../../../functions/sweep/sweep.ts';
import { ERASE_AFTER } from '../../../../shared/domain/tenant/change-state.ts';
import { contentName, deltaName, reportFile } from '../../../../shared/ports/blob.ts';
import { writeExposures } from '../../../../shared/table/entities/scan/exposure.ts';
import { scanDetailItem } from '../../../../shared/table/entities/scan/scan-detail.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { collectionsFunction } from '../../../support/api-functions.ts';
import { startBucket, type TestBucket } from '../../../support/bucket.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

let table: TestTable;
let bucket: TestBucket;
let now = Date.UTC(2026, 10, 23);
beforeAll(async () => {
  [table, bucket] = await Promise.all([startTable(), startBucket()]);
});
afterAll(() => Promise.all([table.stop(), bucket.stop()]));

it('erases a deleted tenant after 60 days, in as many sweeps as it takes, and leaves bills, trail and others', async () => {
  const store = table.storeAt(() => now);
  const plane = commerce(store, () => now);
  const resources = collectionsFunction(store, () => now);
  const filled = async (): Promise<TestTenant> => {
    const tenant = await plane.subscribed(2);
    for (let i = 0; i < 60; i++) {
      await call(resources, { path: '/api/iplists', headers: tenant.auth, body: { name: `list ${i}` } });
      await seedComputer(store, tenant.guid, i, createIdentity(), { host: { gone: true } });
    }
    const open = { CVE: 'CVE-2021-44228', status: 'affected', package: 'log4j', version: '2' } as const;
    const exposures = [{ ...open, fixedIn: '3', advisory: 'DSA-1' }];
    const detail = { rules: [], counts: {}, exposures, skipped: [] };
    await store.put(scanDetailItem(tenant.guid, 7, 'hash', detail));
    await writeExposures(store, tenant.guid, 7, [], exposures);
    await call(plane.orders, { path: '/api/orders', headers: tenant.auth, body: { type: 'cancellation' } });
    await plane.work(tenant.guid, 2);
    return tenant;
  };
  const [ended, other] = [await filled(), await filled()];
  const path = `/operator/tenants/${ended.guid}`;
  const operator = await plane.operatorAuth();
  expect((await call(plane.operator, { method: 'DELETE', path, headers: operator })).status).toBe(200);

  const of = async (tenant: TestTenant) =>
    Object.fromEntries(
      Object.entries(await table.dump()).filter(([key]) => key.startsWith(tenant.guid)),
    ) as Record<string, { kind: string; expiresAt?: number }>;
  const deps = { store, logger: quietLogger(), now: () => now, beatSeconds: 600, erase: bucket.erase };
  const queue = { send: async () => undefined };
  const run = (remaining: () => number) =>
    sweep({ ...deps, orders: queue, notify: queue, tasks: queue, reports: queue, exports: queue }, remaining);
  for (const { guid } of [ended, other]) {
    for (let i = 0; i < 130; i++) await bucket.blobs.put(contentName(guid, `${i}`), Uint8Array.of(1));
    await bucket.blobs.put(deltaName(guid, '1', '2'), Uint8Array.of(1));
    await bucket.blobs.put(reportFile(guid, '1', 'pdf'), Uint8Array.of(1));
  }
  const [before, others] = [await of(ended), await of(other)];
  now += ERASE_AFTER - 1;
  await run(() => 240_000);
  expect(await of(ended)).toEqual(before);

  now += 1;
  const sizes: number[] = [];
  for (let sweeps = 0; sweeps < 40; sweeps++) {
    let looks = 0;
    await run(() => (looks++ < 8 ? 240_000 : 0));
    sizes.push(Object.keys(await of(ended)).length);
  }
  await run(() => 240_000);
  expect(new Set(sizes).size).toBeGreaterThan(1);
  const left = Object.values(await of(ended));
  const kinds = new Set(left.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(
    ['holding', 'idempotency', 'order', 'system-event', 'tenant', 'trail'].filter((kind) => kinds.has(kind)),
  );
  expect(kinds).toContain('trail');
  const names = await bucket.names();
  expect(names).toHaveLength(132);
  expect(names.every((name) => name.includes(other.guid))).toBe(true);
  expect(left.filter(({ expiresAt }) => expiresAt === undefined)).toEqual([]);
  expect(JSON.stringify(left.filter(({ kind }) => kind === 'tenant'))).not.toContain('admin@example.com');
  expect((await call(plane.operator, { path, headers: operator })).status).toBe(404);
  expect((await call(plane.orders, { path: '/api/usage', headers: ended.auth })).status).toBe(401);
  // In one of twelve turns, by its GUID, the sweep looks at what a tenant configured and marks that.
  const mark = Object.values(keys.configurationMark(other.guid)).join(' ');
  const keysOf = (items: object) => Object.keys(items).filter((key) => key !== mark);
  expect(keysOf(await of(other)).sort()).toEqual(keysOf(others).sort());
});
