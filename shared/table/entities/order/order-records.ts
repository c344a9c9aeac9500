import type { Order } from '../../../domain/order/order.ts';
import type { Write } from '../../store.ts';
import { systemEvent } from '../event/system-event.ts';
import { type Entry, sharedTrail } from '../tenant/trail.ts';

/** Orders are not known to the API that this one is compatible with: numbers of our own, beyond its list. */
const events = {
  accepted: { number: 9501, severity: 'info', title: 'Order Accepted' },
  done: { number: 9502, severity: 'info', title: 'Order Done' },
  undone: { number: 9503, severity: 'warning', title: 'Order Undone' },
} as const;

/**
 * What is told of an order that was accepted, done or undone: the tenant's system event and the trail's entry
 * (EVT-2, EVT-7). Part of the same transaction as the change. `at` in epoch ms.
 */
export const orderRecords = (
  tenant: string,
  order: Order,
  what: keyof typeof events,
  at: number,
  by: Entry['by'],
): Write[] => {
  const description = `${summary(order)}${order.reason ? `. ${order.reason}` : ''}`;
  return [
    {
      put: systemEvent(tenant, {
        id: `order-${order.ID}-${what}`,
        at,
        ...events[what],
        description,
        actionBy: by.name,
        targetType: 'order',
        targetID: order.ID,
        targetName: `Order ${order.ID}`,
      }),
    },
    ...sharedTrail(tenant, {
      at,
      action: `order-${what}`,
      target: `order-${order.ID}`,
      by,
      detail: description,
    }),
  ];
};

/** What an order changes, from what to what: trail and mail tell both sides (EVT-7). */
const summary = ({ type, menu, quantity, before }: Order): string => {
  const from = before && `${before.menu} for ${before.quantity} computers`;
  if (type === 'cancellation') return `cancellation: ${from} ends`;
  const to = `${menu} for ${quantity} computers`;
  return from ? `${type}: ${from} becomes ${to}` : `${type}: ${to}`;
};
