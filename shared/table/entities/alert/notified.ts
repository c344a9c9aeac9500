import * as z from 'zod';
import { logExpiry } from '../../../domain/event/retention.ts';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';

/** Which raising of an alert: `began` is the plane's time of it. */
export interface Raising {
  readonly type: string;
  readonly target: string;
  readonly began: number;
}

/** People were told of a raising, or could not be; it is not told again. */
export const notifiedItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('notified'),
  at: z.number(),
  /** Mails that the mail service took, and addresses that it refused. */
  sent: z.number(),
  refused: z.number(),
  expiresAt: z.number(),
});
export type NotifiedItem = z.infer<typeof notifiedItem>;

const PREFIX = 'alert#';
const notice = ({ type, target, began }: Raising): string => `${PREFIX}${type}#${target}#${began}`;

export const notified = (
  tenant: string,
  raising: Raising,
  result: { readonly at: number; readonly sent: number; readonly refused: number },
): NotifiedItem => ({
  ...keys.notified(tenant, notice(raising)),
  kind: 'notified',
  ...result,
  expiresAt: logExpiry(result.at),
});

export const wasNotified = async (store: Store, tenant: string, raising: Raising): Promise<boolean> =>
  (await store.get(keys.notified(tenant, notice(raising)), notifiedItem)) !== undefined;

/** Tells for each raising whether people were told, with one query for all. */
export const notifiedRaisings = async (
  store: Store,
  tenant: string,
): Promise<(raising: Raising) => boolean> => {
  const items = await store.queryAll(partitions.notified(tenant), notifiedItem, { prefix: PREFIX });
  const known = new Set(items.map((item) => item.sk));
  return (raising) => known.has(notice(raising));
};

const orderSk = (orderID: number, state: string): string => `order#${orderID}#${state}`;

/** People were told of an order's state, or could not be. */
export const orderNotified = (
  tenant: string,
  orderID: number,
  state: string,
  result: { readonly at: number; readonly sent: number; readonly refused: number },
): NotifiedItem => ({
  ...keys.notified(tenant, orderSk(orderID, state)),
  kind: 'notified',
  ...result,
  expiresAt: logExpiry(result.at),
});

export const wasOrderNotified = async (
  store: Store,
  tenant: string,
  orderID: number,
  state: string,
): Promise<boolean> =>
  (await store.get(keys.notified(tenant, orderSk(orderID, state)), notifiedItem)) !== undefined;
