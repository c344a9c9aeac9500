import { accept } from '../../shared/domain/outcome.ts';
import { unknownAgent } from '../../shared/http/agent-proof.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { agentLinkRoutes } from '../../shared/schema/routes/agent-link.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { freeSeat } from '../../shared/table/entities/order/seat.ts';
import type { LinkDeps } from './index.ts';

/** The host says good-bye: its seat is free, its computer stays listed as unmanaged until it is deleted. */
export const deactivate = ({ store }: LinkDeps): Handler =>
  on(agentLinkRoutes.deactivate, async ({ caller, now }) => {
    const written = await store.transact([
      ...freeSeat(caller.host, now),
      {
        put: systemEvent(caller.tenantID, {
          id: `computer-${caller.computerID}-deactivated`,
          at: now,
          number: 708,
          severity: 'info',
          title: 'Deactivated',
          actionBy: 'Agent',
          targetType: 'Computer',
          targetID: caller.computerID,
        }),
      },
    ]);
    return written.ok ? accept(undefined) : unknownAgent;
  });
