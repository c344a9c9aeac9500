import type { OrderNotice } from '../../shared/schema/bus/order-notice.ts';
import { absent } from '../../shared/table/condition.ts';
import { orderNotified, wasOrderNotified } from '../../shared/table/entities/alert/notified.ts';
import { readOrder } from '../../shared/table/entities/order/order.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import { type NotifyDeps, recipientsOf } from './notify-alert.ts';
import { renderOrderMail } from './render-order-mail.ts';

/**
 * Mails that an order was accepted, done or undone, once per order and state: a subscription costs money, so whoever
 * is told learns of orders that somebody else placed. A crash after the mail costs a second one, never the only one.
 */
export const notifyOrder =
  ({ store, logger, now, mailer }: NotifyDeps) =>
  async ({ tenant, orderID, state }: OrderNotice): Promise<void> => {
    if (await wasOrderNotified(store, tenant, orderID, state)) return;
    const [reader, order] = await Promise.all([readTenant(store, tenant), readOrder(store, tenant, orderID)]);
    if (!reader || !order) {
      logger.warn('a notice of an order that does not exist', { tenant, orderID });
      return;
    }
    const mail = renderOrderMail(order, state, reader);
    let sent = 0;
    let refused = 0;
    for (const to of recipientsOf(reader)) {
      if ((await mailer.send({ ...mail, to })).ok) sent++;
      else refused++;
    }
    await store.put(orderNotified(tenant, orderID, state, { at: now(), sent, refused }), absent('pk'));
  };
