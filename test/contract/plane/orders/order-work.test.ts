import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunStep, steps } from '../../../../functions/order-work/steps.ts';
import { workOrder } from '../../../../functions/order-work/work-order.ts';
import { isStuck, STUCK_AFTER } from '../../../../shared/domain/order/work.ts';
import { accept } from '../../../../shared/domain/outcome.ts';
import { consumeQueue } from '../../../../shared/queue/consume.ts';
import { orderWork } from '../../../../shared/schema/bus/order-work.ts';
import { readOpenOrder, readOrder } from '../../../../shared/table/entities/order/order.ts';
import { readSubscription } from '../../../../shared/table/entities/order/subscription.ts';
import { readDefaultPolicy } from '../../../../shared/table/entities/tenant/tenant-settings.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { commerce } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

/** A tenant with an accepted order, and how often its subscription was entitled. */
const given = async () => {
  const plane = commerce(table.store);
  const tenant = await plane.tenant();
  await call(plane.orders, {
    path: '/api/orders',
    headers: tenant.auth,
    body: { type: 'new', menu: 'managed-host-security-package', quantity: 3 },
  });
  let entitled = 0;
  const counted: RunStep = async (store, order, now) => {
    const effect = await steps.entitle(store, order, now);
    return effect.ok
      ? accept([...effect.value, { put: { pk: `${tenant.guid}#proof`, sk: `${++entitled}`, kind: 'proof' } }])
      : effect;
  };
  const work = (entitle: RunStep = counted) =>
    workOrder({ store: table.store, now: Date.now, steps: { ...steps, entitle } }, tenant.guid, 1);
  const effects = async () =>
    Object.keys(await table.dump()).filter((key) => key.startsWith(`${tenant.guid}#proof`)).length;
  return { tenant: tenant.guid, work, effects };
};

describe('working an order', () => {
  it('goes on after a crash between two steps, and repeats none', async () => {
    const { tenant, work, effects } = await given();
    await expect(work(() => Promise.reject(new Error('killed')))).rejects.toThrow('killed');
    const left = await readOpenOrder(table.store, tenant);
    expect(left).toMatchObject({ state: 'in-process', stepsDone: ['check'] });
    expect(left && isStuck(left, left.moved + STUCK_AFTER)).toBe(true);
    expect((await readSubscription(table.store, tenant))?.menu).toBeUndefined();

    await work();
    expect(await readOrder(table.store, tenant, 1)).toMatchObject({
      state: 'done',
      stepsDone: ['check', 'entitle', 'configure'],
    });
    expect(await readSubscription(table.store, tenant)).toMatchObject({
      menu: 'managed-host-security-package',
      modules: ['intrusion-prevention', 'firewall'],
      quantity: 3,
    });
    expect(await effects()).toBe(1);
  });

  it('takes each effect once though six workers have the same message', async () => {
    const { tenant, work, effects } = await given();
    await Promise.all(Array.from({ length: 6 }, () => work()));
    expect(await effects()).toBe(1);
    expect(await readOrder(table.store, tenant, 1)).toMatchObject({ state: 'done' });
  });

  it('has all that was configured before compiled anew, by one change above every policy', async () => {
    const { tenant, work } = await given();
    const settings = { firewallSettingNetworkEngineMode: 'Tap' };
    await table.store.put({
      ...keys.defaultPolicy(tenant),
      ...{ kind: 'default-policy', tenant, revision: 4, settings },
    });
    await work();
    expect(await readDefaultPolicy(table.store, tenant)).toMatchObject({ revision: 5, settings });
  });

  it('leaves a finished order as it is', async () => {
    const { work } = await given();
    await work();
    const before = await table.dump();
    await work();
    expect(await table.dump()).toEqual(before);
  });

  it('reports only the failed messages of a batch', async () => {
    const { tenant } = await given();
    const handler = consumeQueue(quietLogger(), orderWork, ({ orderID }) =>
      orderID === 1
        ? workOrder({ store: table.store, now: Date.now, steps }, tenant, orderID)
        : Promise.reject(new Error('cannot')),
    );
    const record = (messageId: string, body: unknown) => ({ messageId, body: JSON.stringify(body) });
    const message = { version: 1, tenant, orderID: 1 };
    const answer = await (handler as (event: unknown, context: unknown) => Promise<unknown>)(
      {
        Records: [
          record('good', message),
          record('unreadable', { version: 1 }),
          record('failing', { ...message, orderID: 2 }),
        ],
      },
      {},
    );
    expect(answer).toEqual({
      batchItemFailures: [{ itemIdentifier: 'unreadable' }, { itemIdentifier: 'failing' }],
    });
    expect(await readOrder(table.store, tenant, 1)).toMatchObject({ state: 'done' });
  });
});
