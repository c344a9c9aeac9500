import type { Refusal } from '../domain/outcome.ts';
import type { SystemEvent } from '../schema/api/event/event.ts';
import type { HostItem } from '../table/entities/computer/host.ts';
import { systemEvent } from '../table/entities/event/system-event.ts';
import { hourOf } from '../table/keys.ts';
import type { Store } from '../table/store.ts';
import { tellOnce } from '../table/tell-once.ts';

type Told = Pick<SystemEvent, 'number' | 'title' | 'severity'>;

const events: ReadonlyMap<string, Told> = new Map<string, Told>([
  ['unknown-agent', { number: 716, title: 'Reactivation Attempted by Unknown Agent', severity: 'info' }],
  ['clock-skew', { number: 770, title: 'Agent/Appliance Heartbeat Rejected', severity: 'warning' }],
]);

/**
 * A key that verified, used where it must not be: a clone or restored snapshot (AGT-14), a host that was taken away
 * (ORD-11), or one whose clock is out of step (AGT-2). The tenant learns of it once an hour; numbers of events.md section 5.
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
      ...(events.get(reason) ?? { number: 275, title: 'Duplicate Computer', severity: 'warning' }),
      description: `From ${sourceIP}: ${refusal.message}`,
      actionBy: 'Agent',
      targetType: 'Computer',
      targetID: host.ID,
    }),
  );
};
