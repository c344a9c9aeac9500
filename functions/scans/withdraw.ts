import { waitingRequests } from '../../shared/domain/computer/requests.ts';
import { accept, missing, refuse } from '../../shared/domain/outcome.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { scanRoutes } from '../../shared/schema/routes/scans.ts';
import { equals } from '../../shared/table/condition.ts';
import { readComputer } from '../../shared/table/entities/computer/computer.ts';
import { readHost } from '../../shared/table/entities/computer/host.ts';
import { cancelRequest } from '../../shared/table/entities/computer/host-requests.ts';
import { writeExposures } from '../../shared/table/entities/scan/exposure.ts';
import { clearedScan, isCleared, readScan } from '../../shared/table/entities/scan/scan.ts';
import { readScanDetail } from '../../shared/table/entities/scan/scan-detail.ts';
import { keys } from '../../shared/table/keys.ts';
import { settleAdvice } from './advice-alerts.ts';
import type { ScanDeps } from './deps.ts';
import { scanEvent } from './record.ts';

const SCAN = 'scan-for-recommendations';

/**
 * Takes back a request for a scan that was not answered yet (behaviour.md section 5). A host that began meanwhile
 * finds its report refused, and nothing comes of it.
 */
export const cancelScan = ({ store }: ScanDeps): Handler =>
  on(scanRoutes.cancelScan, async ({ caller, params, now }) => {
    const { tenantID, by } = caller;
    const { computerID } = params;
    const [computer, host] = await Promise.all([
      readComputer(store, tenantID, computerID),
      readHost(store, tenantID, computerID),
    ]);
    if (!computer) return missing('computer');
    const requested = host && waitingRequests(host, now).get(SCAN);
    if (requested === undefined || !(await cancelRequest(store, tenantID, computerID, SCAN, requested))) {
      return refuse('conflict', 'No scan of this computer is waiting to begin.', 'not-waiting');
    }
    await store.put(scanEvent(tenantID, computer, 'canceled', { cause: requested, at: now, by: by.name }));
    return accept({ computerID, requested });
  });

const nothingFound = { toAssign: [], toUnassign: [], newTypes: [] };

/**
 * Forgets what the last scan recommended and found open. Who assigned which rule stays known: it decides what the next
 * scan may do. Doing it again does no harm, and goes on where it was interrupted.
 */
export const clearRecommendations = ({ store }: ScanDeps): Handler =>
  on(scanRoutes.clearRecommendations, async ({ caller, params, now }) => {
    const { tenantID, by } = caller;
    const { computerID } = params;
    const [computer, scan, detail] = await Promise.all([
      readComputer(store, tenantID, computerID),
      readScan(store, tenantID, computerID),
      readScanDetail(store, tenantID, computerID),
    ]);
    if (!computer) return missing('computer');
    if (scan && !isCleared(scan)) {
      const event = scanEvent(tenantID, computer, 'cleared', { cause: now, at: now, by: by.name });
      const written = await store.transact([
        { put: clearedScan(scan), if: equals('revision', scan.revision) },
        { put: event },
      ]);
      if (!written.ok) return refuse('conflict', 'A scan came to its end just now. Try again.', 'busy');
    }
    await settleAdvice(store, tenantID, computer, nothingFound, {
      cause: `cleared-${now}`,
      now,
      changed: true,
    });
    await writeExposures(store, tenantID, computerID, detail?.exposures ?? [], []);
    await store.remove(keys.scanDetail(tenantID, computerID));
    return accept({ computerID });
  });
