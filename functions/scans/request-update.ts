import { accept, missing, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { tenantRuleUpdateRoutes } from '../../shared/schema/routes/tenant-rule-updates.ts';
import { readComputer } from '../../shared/table/entities/computer/computer.ts';
import { requestHosts } from '../../shared/table/entities/computer/host-requests.ts';
import { securityUpdateEvent } from '../../shared/table/entities/computer/security-update-event.ts';

/** The host learns of it at its next beat; how it went is told by an event and in the computer's `lastCheck`. */
export const requestUpdate = ({ store }: ApiDeps): Handler =>
  on(tenantRuleUpdateRoutes.check, async ({ caller, params, now }) => {
    const { tenantID: tenant, by } = caller;
    const { computerID } = params;
    const computer = await readComputer(store, tenant, computerID);
    if (!computer) return missing('computer');
    const asked = await requestHosts(store, tenant, [computerID], 'check-for-security-updates', now);
    if (asked.length === 0) {
      return refuse(
        'conflict',
        'No agent is activated on this computer, so nothing can check.',
        'not-activated',
      );
    }
    const told = { what: 'requested', requested: now, at: now, by: by.name } as const;
    await store.put(securityUpdateEvent(tenant, computer, told));
    return accept({ computerID, requested: now });
  });
