import * as z from 'zod';
import type { Entitlement } from '../../../domain/policy/compile.ts';
import { all, belowMember, exists } from '../../condition.ts';
import { keys } from '../../keys.ts';
import type { Store, Write } from '../../store.ts';

/**
 * What a tenant holds and how much of it is in use. Made with the tenant; orders and activations meet here, so that
 * "one order at a time" (ORD-3) and "not more than ordered" (ORD-8) are conditions of one item.
 */
export const subscriptionItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('subscription'),
  tenant: z.string(),
  /** Absent until an order brought one. */
  menu: z.enum(['managed-anti-virus', 'managed-virtual-patch', 'managed-host-security-package']).optional(),
  modules: z.array(z.enum(['intrusion-prevention', 'firewall'])),
  /** Computers that may be activated, and that are. */
  quantity: z.number(),
  activated: z.number(),
  /** The order in process and since when (epoch ms): the sweep finds a stuck one with one read. */
  inProcess: z.number().optional(),
  inProcessSince: z.number().optional(),
  /** After a cancellation: epoch ms from which something new may be ordered (ORD-6). */
  newOrderFrom: z.number().optional(),
});
export type SubscriptionItem = z.infer<typeof subscriptionItem>;

export const newSubscription = (tenant: string): SubscriptionItem => ({
  ...keys.subscription(tenant),
  kind: 'subscription',
  tenant,
  modules: [],
  quantity: 0,
  activated: 0,
});

export const readSubscription = (store: Store, tenant: string): Promise<SubscriptionItem | undefined> =>
  store.get(keys.subscription(tenant), subscriptionItem);

/** What the menu that the tenant holds lets its computers run (ORD-2). */
export const readEntitlement = async (store: Store, tenant: string): Promise<Entitlement> => {
  const modules = (await readSubscription(store, tenant))?.modules ?? [];
  return {
    firewall: modules.includes('firewall'),
    intrusionPrevention: modules.includes('intrusion-prevention'),
  };
};

/** Takes a seat while one is left. It is given back by `freeSeat`. */
export const takeSeat = (tenant: string): Write => ({
  update: keys.subscription(tenant),
  change: { add: { activated: 1 } },
  if: all(exists('menu'), belowMember('activated', 'quantity')),
});
