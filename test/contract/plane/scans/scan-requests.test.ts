import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InventoryReport } from '../../../../shared/schema/agent/inventory.ts';
import { hostItem } from '../../../../shared/table/entities/computer/host.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { old, scanPlane } from '../../../support/scanned-host.ts';
import { debianHost } from '../../../support/scans.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let plane: Awaited<ReturnType<typeof scanPlane>>;
beforeAll(async () => {
  table = await startTable();
  plane = await scanPlane(table);
});
afterAll(() => table.stop());
const host = () => plane.host();

describe('a request for a scan', () => {
  it('waits for the host, and its report answers it', async () => {
    const { api, scan, tenant, events } = await host();
    const asked = await api('POST', '/recommendations/computers/7/scan');
    expect(asked).toMatchObject({ status: 200, body: { computerID: 7 } });
    expect(await events()).toEqual([297]);
    const read = () => table.store.get(keys.host(tenant, 7), hostItem);
    expect((await read())?.requests?.['scan-for-recommendations']).toBe(asked.body.requested);
    await scan(old, { requested: asked.body.requested });
    expect((await read())?.answered?.['scan-for-recommendations']).toMatchObject({
      requested: asked.body.requested,
    });
    expect((await api('GET', '/recommendations/computers/7')).body.requested).toBe(asked.body.requested);
  });

  it('is answered once, and a scan that nobody asked for changes nothing', async () => {
    const { ask, scan, send, hashOf, assignments } = await host();
    const inventory = debianHost(old) as NonNullable<InventoryReport['inventory']>;
    const report = { hash: hashOf(inventory), inventory };
    const refused = { status: 409, body: { reason: 'not-asked' } };
    expect(await send({ ...report, requested: 1 })).toMatchObject(refused);
    const first = await ask();
    const second = await ask();
    expect(await send({ ...report, requested: first })).toMatchObject(refused);
    expect(await send({ ...report, requested: second + 1 })).toMatchObject(refused);
    expect((await assignments()).recommendationScanStatus).toBe('none');
    await scan(old, { requested: second });
    expect(await send({ ...report, requested: second })).toMatchObject(refused);
    expect((await assignments()).recommendationScanStatus).toBe('valid');
  });

  it('can be taken back until it is answered', async () => {
    const { api, send, hashOf, events, assignments } = await host();
    const path = '/recommendations/computers/7/scan';
    expect(await api('DELETE', path)).toMatchObject({ status: 409, body: { reason: 'not-waiting' } });
    const { requested } = (await api('POST', path)).body;
    expect(await api('DELETE', path)).toMatchObject({ status: 200, body: { computerID: 7, requested } });
    expect(await api('DELETE', path)).toMatchObject({ status: 409, body: { reason: 'not-waiting' } });
    const inventory = debianHost(old) as NonNullable<InventoryReport['inventory']>;
    expect((await send({ requested, hash: hashOf(inventory), inventory })).status).toBe(409);
    expect(await events()).toEqual([297, 355]);
    expect((await assignments()).recommendationScanStatus).toBe('none');
    expect((await api('DELETE', '/recommendations/computers/99/scan')).status).toBe(404);
  });

  it('of a computer without an agent is refused', async () => {
    const { api } = await host();
    const made = await api('POST', '/computers', { hostName: 'bare' });
    expect(await api('POST', `/recommendations/computers/${made.body.ID}/scan`)).toMatchObject({
      status: 409,
    });
    expect(await api('POST', '/recommendations/computers/99/scan')).toMatchObject({ status: 404 });
  });
});

describe('an inventory that did not change', () => {
  it('stays at home when the plane has it', async () => {
    const { scan, send, hashOf, assignments } = await host();
    const hash = hashOf(debianHost(old));
    expect((await send({ hash })).body.outcome).toBe('send-inventory');
    await scan(old);
    const first = (await assignments()).lastRecommendationScanDate ?? 0;
    expect((await send({ hash })).body.outcome).toBe('taken');
    expect((await assignments()).lastRecommendationScanDate).toBeGreaterThanOrEqual(first);
    expect((await send({ hash: hashOf(debianHost({})) })).body.outcome).toBe('send-inventory');
  });

  const told = (inventory: object) => ({
    hash: 'a'.repeat(64),
    inventory: { ...debianHost({}), ...inventory },
  });
  const packages = (count: number) => Array(count).fill({ name: 'a', version: '1' });
  it.each<[string, object, string]>([
    ['no hash', { hash: 'x' }, 'hash'],
    ['too many packages', told({ packages: packages(20_001) }), 'inventory.packages'],
    ['100,000 packages', told({ packages: packages(100_000) }), 'inventory.packages'],
    [
      'a name of 1 MB',
      told({ packages: [{ name: 'a'.repeat(1_000_000), version: '1' }] }),
      'inventory.packages.0.name',
    ],
    ['8 MB of names', told({ services: Array(9).fill('a'.repeat(1_000_000)) }), 'large'],
    [
      'a port that is none',
      told({ listeners: [{ protocol: 'tcp', port: 70_000, address: '' }] }),
      'inventory.listeners.0.port',
    ],
    [
      'more connections than an agent counts',
      told({ listeners: [{ protocol: 'tcp', port: 7, address: '', seen: { tls: 1e12, plain: 0 } }] }),
      'inventory.listeners.0.seen.tls',
    ],
  ])('%s is refused by name', async (_what, report, name) => {
    const { send, assignments } = await host();
    const { status, body } = await send(report as never);
    expect([status === 400 || status === 413, body.message]).toEqual([true, expect.stringContaining(name)]);
    expect((await assignments()).recommendationScanStatus).toBe('none');
  });

  it('versions that are none are of no version, and keep nothing from being judged', async () => {
    const { scan, assignments } = await host();
    await scan({ bash: '1:~~', apache2: '~'.repeat(250), 'apache-log4j2': '\u{1F600}:::-~-', glibc: '' });
    expect((await assignments()).recommendationScanStatus).toBe('valid');
  });
});
