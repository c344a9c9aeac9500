import * as z from 'zod';
import { absent, any, atMost } from './condition.ts';
import type { SystemEventItem } from './entities/event/system-event.ts';
import { keys } from './keys.ts';
import type { Store } from './store.ts';

const onceItem = z.object({ kind: z.literal('once') });

/** Longer than the hour that the names of such events carry. */
const MARKER_SECONDS = 2 * 3600;

/**
 * Stores a system event once per `what`, however often it happens: what strangers can cause must neither fill a
 * tenant's log nor make each attempt cost the writes of a transaction that fails. A repeat costs half a read unit.
 */
export const tellOnce = async (
  store: Store,
  tenant: string,
  what: string,
  now: number,
  event: () => SystemEventItem,
): Promise<void> => {
  const key = keys.once(tenant, what);
  if ((await store.get(key, onceItem, { consistent: false })) !== undefined) return;
  const seconds = Math.floor(now / 1000);
  await store.transact([
    {
      put: { ...key, kind: 'once', expiresAt: seconds + MARKER_SECONDS },
      if: any(absent('pk'), atMost('expiresAt', seconds)),
    },
    { put: event() },
  ]);
};
