import { createHash } from 'node:crypto';
import { asPlaced, type Wish } from '../../shared/domain/order/order.ts';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { absent, any, atMost } from '../../shared/table/condition.ts';
import { type IdempotencyItem, idempotencyItem, readOrder } from '../../shared/table/entities/order/order.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store, Write } from '../../shared/table/store.ts';

/** How long a repeated request finds the first one's answer. */
const LIFE_SECONDS = 7 * 24 * 3600;

/** Reads the caller's idempotency key from the headers, if it sent one. */
export const readIdempotencyKey = (
  headers: Readonly<Record<string, string>>,
): Outcome<string | undefined> => {
  const key = headers['idempotency-key'];
  return key === undefined || /^[\x21-\x7e]{1,100}$/.test(key)
    ? accept(key)
    : refuse('invalid', 'idempotency-key: must be 1 to 100 visible ASCII characters.', 'invalid', {
        field: 'idempotency-key',
      });
};

/** What the first request with this key was answered; undefined when this is the first. */
export const repeatedAnswer = async (
  store: Store,
  tenant: string,
  key: string,
  wish: Wish,
): Promise<Outcome<ReturnType<typeof asPlaced>> | undefined> => {
  const first = await store.get(keys.idempotency(tenant, key), idempotencyItem);
  if (!first) return undefined;
  if (first.wishHash !== hashOf(wish)) {
    return refuse(
      'conflict',
      `idempotency-key: this key came with another order before (order ${first.orderID}). Use a new key.`,
      'idempotency-key-reused',
      { orderID: first.orderID },
    );
  }
  const order = await readOrder(store, tenant, first.orderID);
  return order && accept(asPlaced(order));
};

/** Binds the key to the order that it brings. A key that is past its life, though not deleted yet, is free. */
export const claimIdempotencyKey = (
  tenant: string,
  key: string,
  wish: Wish,
  orderID: number,
  now: number,
): Write => {
  const seconds = Math.floor(now / 1000);
  const item: IdempotencyItem = {
    ...keys.idempotency(tenant, key),
    kind: 'idempotency',
    orderID,
    wishHash: hashOf(wish),
    expiresAt: seconds + LIFE_SECONDS,
  };
  return { put: item, if: any(absent('pk'), atMost('expiresAt', seconds)) };
};

const hashOf = (wish: Wish): string => {
  const { type, menu, quantity, confirmed } = {
    menu: undefined,
    quantity: undefined,
    confirmed: undefined,
    ...wish,
  };
  return createHash('sha256')
    .update(JSON.stringify([type, menu, quantity, ...(confirmed ? ['confirmed'] : [])]))
    .digest('hex');
};
