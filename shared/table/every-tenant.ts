import * as z from 'zod';
import { listTenants, type TenantEntryItem } from './entities/tenant/tenant.ts';
import type { Key } from './keys.ts';
import type { Store } from './store.ts';

const positionItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('position'),
  after: z.string(),
});

/** How often the place is written down ahead, in ms. */
const NOTE_EVERY = 5_000;

export interface Pass {
  readonly store: Store;
  readonly now: () => number;
  /** Where the pass writes down how far it came. */
  readonly position: Key;
  /** Whether there is time to begin another tenant. */
  readonly hasTime: () => boolean;
  /** A tenant that fails does not keep the others waiting. */
  readonly failed: (tenant: string, error: unknown) => void;
}

/**
 * Visits every tenant. When time runs out it writes down the last tenant that it finished, and the next run goes on
 * after that one. A tenant that ends the function itself (time, memory) is not begun twice in a row: the place after
 * it is written down before it is begun.
 */
export const everyTenant = async (
  pass: Pass,
  visit: (tenant: TenantEntryItem) => Promise<void>,
): Promise<void> => {
  const start = (await pass.store.get(pass.position, positionItem))?.after;
  let noted = Number.NEGATIVE_INFINITY;
  let done = start;
  for (const tenant of rotated(await listTenants(pass.store), start)) {
    if (!pass.hasTime()) {
      if (done !== undefined) await goOnAfter(pass, done);
      return;
    }
    if (pass.now() - noted >= NOTE_EVERY) {
      await goOnAfter(pass, tenant.guid);
      noted = pass.now();
    }
    try {
      await visit(tenant);
    } catch (error) {
      pass.failed(tenant.guid, error);
    }
    done = tenant.guid;
  }
  await pass.store.remove(pass.position);
};

const goOnAfter = async ({ store, position }: Pass, after: string): Promise<void> => {
  const item: z.infer<typeof positionItem> = { ...position, kind: 'position', after };
  await store.put(item);
};

/** Those after the position first, then from the beginning up to it. */
const rotated = (tenants: readonly TenantEntryItem[], after: string | undefined): TenantEntryItem[] => {
  const sorted = [...tenants].sort((a, b) => (a.guid < b.guid ? -1 : 1));
  return after === undefined
    ? sorted
    : [...sorted.filter(({ guid }) => guid > after), ...sorted.filter(({ guid }) => guid <= after)];
};
