import { accept, missing, refuse } from '../../shared/domain/outcome.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { scanRoutes } from '../../shared/schema/routes/scans.ts';
import { readComputer } from '../../shared/table/entities/computer/computer.ts';
import { requestHosts } from '../../shared/table/entities/computer/host-requests.ts';
import type { ScanDeps } from './deps.ts';
import { scanEvent } from './record.ts';

/** The host learns of it at its next beat. Asked twice before it begins, it scans once. */
export const requestScan = ({ store }: ScanDeps): Handler =>
  on(scanRoutes.requestScan, async ({ caller, params, now }) => {
    const { tenantID, by } = caller;
    const { computerID } = params;
    const computer = await readComputer(store, tenantID, computerID);
    if (!computer) return missing('computer');
    const asked = await requestHosts(store, tenantID, [computerID], 'scan-for-recommendations', now);
    if (asked.length === 0) {
      return refuse(
        'conflict',
        'No agent is activated on this computer, so nothing can scan it.',
        'not-activated',
      );
    }
    await store.put(scanEvent(tenantID, computer, 'requested', { cause: now, at: now, by: by.name }));
    return accept({ computerID, requested: now });
  });
