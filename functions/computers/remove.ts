import { accept, missing } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { computerRoutes } from '../../shared/schema/routes/computers.ts';
import { exists } from '../../shared/table/condition.ts';
import { computerHead, readComputer } from '../../shared/table/entities/computer/computer.ts';
import { computerChanged } from '../../shared/table/entities/computer/computer-change.ts';
import { hostItem } from '../../shared/table/entities/computer/host.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { freeSeat } from '../../shared/table/entities/order/seat.ts';
import { trail } from '../../shared/table/entities/tenant/trail.ts';
import { keys } from '../../shared/table/keys.ts';

/** Forced deactivation: the seat is free at once; a host that comes back is refused as unknown (ORD-11). */
export const removalHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(computerRoutes.deleteComputer, async ({ caller, params, now }) => {
    const { tenantID } = caller;
    const computer = await readComputer(store, tenantID, params.computerID);
    if (!computer) return missing('computer');
    const host = await store.get(keys.host(tenantID, computer.ID), hostItem);
    const written = await store.transact([
      { remove: keys.computer(tenantID, computer.ID), if: exists('pk') },
      computerChanged(tenantID, computer.ID),
      { remove: keys.computerOverrides(tenantID, computer.ID) },
      { remove: keys.head(tenantID, computerHead(computer.ID)) },
      ...(host && !host.gone ? freeSeat(host, now) : []),
      {
        put: systemEvent(tenantID, {
          id: `computer-${computer.ID}-deleted`,
          at: now,
          number: 251,
          severity: 'info',
          title: 'Computer Deleted',
          actionBy: caller.by.name,
          targetType: 'Computer',
          targetID: computer.ID,
          targetName: computer.displayName || computer.hostName,
        }),
      },
      {
        put: trail(tenantID, {
          at: now,
          action: 'computer-deleted',
          target: `computer-${computer.ID}`,
          by: caller.by,
          detail: computer.displayName || computer.hostName,
          before: computer,
        }),
      },
    ]);
    return written.ok ? accept(undefined) : missing('computer');
  }),
];
