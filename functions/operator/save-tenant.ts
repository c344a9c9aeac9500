import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import {
  decideDeletion,
  decideState,
  ERASE_AFTER,
  type StateWish,
} from '../../shared/domain/tenant/change-state.ts';
import type { Actor } from '../../shared/http/caller.ts';
import { absent, all, atMost, equals } from '../../shared/table/condition.ts';
import { readSubscription } from '../../shared/table/entities/order/subscription.ts';
import {
  readTenant,
  type TenantEntryItem,
  type TenantItem,
} from '../../shared/table/entities/tenant/tenant.ts';
import { tenantRecords } from '../../shared/table/entities/tenant/tenant-records.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store, Write } from '../../shared/table/store.ts';

/** Others may change the tenant between the look and the write; then it is looked at again. */
const ATTEMPTS = 4;
const busy = refuse('conflict', 'This tenant is being changed by others. Try again.', 'busy');

export interface By {
  readonly by: Actor;
  /** Epoch ms. */
  readonly now: number;
}

/** Restricts, suspends or lifts (ORD-9). Repeating it is harmless. `guid` in lower case. */
export const setTenantState = (
  store: Store,
  guid: string,
  wish: StateWish,
  by: By,
): Promise<Outcome<TenantItem>> =>
  changeTenant(store, guid, by, async (before) => {
    const decided = decideState(before, wish);
    if (!decided.ok || decided.value.same) return decided.ok ? accept({ after: before }) : decided;
    const { stateReason: _reason, stateSince: _since, eraseAfter: _erase, ...bare } = before;
    const since = wish.to === 'active' ? {} : { stateReason: wish.reason, stateSince: by.now };
    return accept({ after: { ...bare, tenantState: wish.to, ...since }, what: `tenant-${wish.to}` as const });
  });

/** Nothing may be held, used or in process; keys stop at once, data are erased when the time to take it back is over. */
export const deleteTenant = (store: Store, guid: string, by: By): Promise<Outcome<TenantItem>> =>
  changeTenant(store, guid, by, async (before) => {
    const subscription = await readSubscription(store, guid);
    const decided = decideDeletion(before, subscription ?? { activated: 0 });
    if (!decided.ok || decided.value.same) return decided.ok ? accept({ after: before }) : decided;
    return accept({
      after: {
        ...before,
        tenantState: 'pending-deletion',
        stateReason: 'deleted by the operator',
        stateSince: by.now,
        eraseAfter: by.now + ERASE_AFTER,
      },
      what: 'tenant-pending-deletion' as const,
      guards: [
        {
          check: keys.subscription(guid),
          if: all(absent('menu'), absent('inProcess'), atMost('activated', 0)),
        },
      ],
    });
  });

/** General properties, by the tenant or the operator. */
export const editTenant = (
  store: Store,
  guid: string,
  set: Partial<Pick<TenantItem, 'name' | 'locale' | 'timeZone'>>,
  by: By,
): Promise<Outcome<TenantItem>> =>
  changeTenant(store, guid, by, async (before) =>
    accept({
      after: { ...before, ...set },
      ...(Object.keys(set).length > 0 && { what: 'tenant-updated' as const }),
    }),
  );

interface TenantChange {
  readonly after: TenantItem;
  /** Absent: there is nothing to write. */
  readonly what?: Parameters<typeof tenantRecords>[0];
  readonly guards?: readonly Write[];
}

/** The tenant, its line in the operator's list, and what is told of it: all or nothing. */
const changeTenant = async (
  store: Store,
  guid: string,
  { by, now }: By,
  decide: (before: TenantItem) => Promise<Outcome<TenantChange>>,
): Promise<Outcome<TenantItem>> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await readTenant(store, guid);
    if (!before || before.tenantState === 'deleted') return missing('tenant');
    const decided = await decide(before);
    if (!decided.ok) return decided;
    const { after, what, guards = [] } = decided.value;
    if (what === undefined) return accept(after);
    const unchanged = all(
      ...(['tenantState', 'name', 'locale', 'timeZone'] as const).map((member) =>
        equals(member, before[member]),
      ),
    );
    const written = await store.transact([
      { put: after, if: unchanged },
      { put: entryOf(after) },
      ...guards,
      ...tenantRecords(what, before, after, now, by),
    ]);
    if (written.ok) return accept(after);
  }
  return busy;
};

/** The tenant's line in the operator's list. */
export const entryOf = (tenant: TenantItem): TenantEntryItem => ({
  ...tenant,
  ...keys.tenantEntry(tenant.guid),
  kind: 'tenant-entry',
});
