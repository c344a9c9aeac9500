import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markSilent } from '../../../../functions/sweep/mark-silent.ts';
import { foldComputer } from '../../../../shared/table/entities/computer/computer-block.ts';
import {
  computerChanged,
  listComputerChanges,
} from '../../../../shared/table/entities/computer/computer-change.ts';
import { listComputerRows } from '../../../../shared/table/entities/computer/computer-rows.ts';
import { hostItem } from '../../../../shared/table/entities/computer/host.ts';
import { readSeenHosts, WORTH_PACKING_HOSTS } from '../../../../shared/table/entities/computer/seen-hosts.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { quietLogger } from '../../../support/call.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const identity = createIdentity();

describe('copies of computers in blocks', () => {
  const given = async (...ids: number[]) => {
    const tenant = randomUUID();
    for (const ID of ids) {
      await seedComputer(table.store, tenant, ID, identity);
      await table.store.transact([computerChanged(tenant, ID)]);
    }
    const waiting = () => listComputerChanges(table.store, tenant);
    const rows = async () => (await listComputerRows(table.store, tenant)).map(({ ID }) => ID);
    return { tenant, waiting, rows };
  };

  it('keep every computer when neighbours are folded in at the same moment', async () => {
    const { tenant, waiting, rows } = await given(1, 2, 3, 4, 5, 70);
    await Promise.all((await waiting()).map((change) => foldComputer(table.store, change)));
    expect(await waiting()).toEqual([]);
    expect(await rows()).toEqual([1, 2, 3, 4, 5, 70]);
    await table.store.remove(keys.computer(tenant, 3));
    expect(await rows()).toContain(3);
    await table.store.transact([computerChanged(tenant, 3)]);
    expect(await rows()).not.toContain(3);
  });

  it('leave the mark of a newer change standing', async () => {
    const { tenant, waiting } = await given(1);
    const [older] = await waiting();
    await table.store.transact([computerChanged(tenant, 1)]);
    if (older) await foldComputer(table.store, older);
    expect((await waiting()).map(({ stamp }) => stamp)).toEqual([
      expect.not.stringMatching(older?.stamp ?? ''),
    ]);
  });

  it('may be told of a change twice', async () => {
    const { waiting, rows } = await given(1, 2);
    const changes = await waiting();
    for (const change of [...changes, ...changes]) await foldComputer(table.store, change);
    expect(await rows()).toEqual([1, 2]);
  });
});

describe('when hosts were last heard of', () => {
  it('is packed by the sweep where there are many, and completed by hosts that came since', async () => {
    const tenant = randomUUID();
    const ids = Array.from({ length: WORTH_PACKING_HOSTS }, (_, i) => i + 1);
    const now = Date.now();
    const put = (ID: number, seen: number) =>
      seedComputer(table.store, tenant, ID, identity, { host: { seen } });
    for (const ID of ids) await put(ID, now - ID);
    const sweep = { store: table.store, now: Date.now, beatSeconds: 600, logger: quietLogger() } as never;
    await markSilent(sweep, tenant, 0, () => true);
    await put(WORTH_PACKING_HOSTS + 1, now);
    await table.store.update(keys.host(tenant, 5), { set: { seen: now + 5 } }, hostItem);

    const seen = await readSeenHosts(table.store, tenant, [...ids, WORTH_PACKING_HOSTS + 1]);
    expect(seen.size).toBe(WORTH_PACKING_HOSTS + 1);
    expect(seen.get(5)?.seen).toBe(now - 5);
    expect(seen.get(WORTH_PACKING_HOSTS + 1)?.seen).toBe(now);

    const later = table.storeAt(() => now + 3_600_000);
    expect((await readSeenHosts(later, tenant, ids)).get(5)?.seen).toBe(now + 5);
  });
});
