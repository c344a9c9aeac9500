import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { orderChanged } from '../../../../functions/fan-out/order-changed.ts';
import { notifyOrder } from '../../../../functions/notify/notify-order.ts';
import { accept } from '../../../../shared/domain/outcome.ts';
import type { Mail } from '../../../../shared/ports/mailer.ts';
import { type OrderNotice, orderNotice } from '../../../../shared/schema/bus/order-notice.ts';
import { type OrderItem, readOrder } from '../../../../shared/table/entities/order/order.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

const now = Date.UTC(2026, 10, 23, 3);
let table: TestTable;
let plane: ReturnType<typeof commerce>;
let tenant: TestTenant;
let sent: Mail[];
beforeAll(async () => {
  table = await startTable();
  plane = commerce(table.store, () => now);
});
afterAll(() => table.stop());
beforeEach(async () => {
  sent = [];
  tenant = await plane.subscribed(3);
});

const notify = (notice: OrderNotice) =>
  notifyOrder({
    store: table.store,
    logger: quietLogger(),
    now: () => now,
    mailer: {
      send: async (mail) => {
        sent.push(mail);
        return accept(undefined);
      },
    },
  })(orderNotice.parse(notice));
const notice = (orderID: number, state: OrderNotice['state']): OrderNotice => ({
  version: 1,
  what: 'order',
  tenant: tenant.guid,
  orderID,
  state,
});
const place = async (body: object) =>
  (await call<{ ID: number }>(plane.orders, { path: '/api/orders', headers: tenant.auth, body })).body.ID;

it('tells once that an order was accepted, and once that it is done', async () => {
  for (const state of ['accepted', 'done', 'accepted', 'done'] as const) await notify(notice(1, state));
  expect(sent.map(({ subject }) => subject)).toEqual([
    '[Managed Virtual Patch] オーダー 1（新規）受付のお知らせ',
    '[Managed Virtual Patch] オーダー 1（新規）完了のお知らせ',
  ]);
  expect(sent[1]).toMatchObject({ to: 'admin@example.com' });
  expect(sent[1]?.text).toContain(
    'オーダー内容: Managed Virtual Patch 3台\n申込者: First key\n日時: 2026/11/23 12:00:00',
  );
});

it('tells from what to what, and why it was undone', async () => {
  await table.store.transact([{ update: keys.tenant(tenant.guid), change: { set: { locale: 'en-US' } } }]);
  const ID = await place({ type: 'quantity-change', quantity: 1 });
  const change = { set: { activated: 2 } };
  await table.store.transact([{ update: keys.subscription(tenant.guid), change }]);
  await plane.work(tenant.guid, ID);
  await notify(notice(ID, 'undone'));
  expect(sent[0]?.subject).toBe('[Managed Virtual Patch] Order 2 (quantity change) undone');
  expect(sent[0]?.text).toContain(
    'Before: Managed Virtual Patch for 3 computers\nOrdered: Managed Virtual Patch for 1 computers',
  );
  expect(sent[0]?.text).toContain('Reason: quantity: 2 computers are activated, 1 are too few for them');
  expect(sent[0]?.text).toContain('Nothing was changed.');
});

it('follows from what is stored: work for an accepted order, a notice for each new state', async () => {
  const order = (await readOrder(table.store, tenant.guid, 1)) as OrderItem;
  const told = async (before: OrderItem['state'] | undefined, state: OrderItem['state']) => {
    const messages: string[] = [];
    const deps = {
      orders: { send: async () => void messages.push('work') },
      notify: { send: async (message: OrderNotice) => void messages.push(message.state) },
    };
    await orderChanged(deps as unknown as Parameters<typeof orderChanged>[0], {
      event: before ? 'MODIFY' : 'INSERT',
      kind: 'order',
      ...(before && { before: { ...order, state: before } }),
      after: { ...order, state },
      at: now,
    });
    return messages;
  };
  expect(await told(undefined, 'accepted')).toEqual(['work', 'accepted']);
  expect(await told('accepted', 'in-process')).toEqual([]);
  expect(await told('in-process', 'done')).toEqual(['done']);
  expect(await told('in-process', 'undone')).toEqual(['undone']);
  expect(await told('done', 'done')).toEqual([]);
});
