import type { Refusal } from '../domain/outcome.ts';
import type { HostItem } from '../table/entities/host.ts';
import { systemEvent } from '../table/entities/system-event.ts';
import { hourOf } from '../table/keys.ts';
import type { Store } from '../table/store.ts';
import { tellOnce } from '../table/tell-once.ts';

/**
 * A key that verified, used where it must not be: a clone or restored snapshot (AGT-14), or a host that was taken away
 * (ORD-11). The tenant learns of it once an hour; numbers of events.md section 5.
 */
export const tellRefusedHost = (
  store: Store,
  host: HostItem,
  refusal: Refusal,
  sourceIP: string,
  now: number,
) => {
  const reason = refusal.reason ?? refusal.kind;
  const id = `computer-${host.ID}-${reason}-${hourOf(now)}`;
  return tellOnce(store, host.tenant, id, now, () =>
    systemEvent(host.tenant, {
      id,
      at: now,
      ...(reason === 'unknown-agent'
        ? { number: 716, title: 'Reactivation Attempted by Unknown Agent', severity: 'info' as const }
        : { number: 275, title: 'Duplicate Computer', severity: 'warning' as const }),
      description: `From ${sourceIP}: ${refusal.message}`,
      actionBy: 'Agent',
      targetType: 'Computer',
      targetID: host.ID,
    }),
  );
};
