import { waitingRequests } from '../../shared/domain/computer/requests.ts';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import type { Inventory } from '../../shared/domain/recommendation/inventory.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import type { AgentCaller } from '../../shared/http/caller.ts';
import {
  type InventoryReply,
  type InventoryReport,
  inventory as inventorySchema,
} from '../../shared/schema/agent/inventory.ts';
import { inventoryRoutes } from '../../shared/schema/routes/inventory.ts';
import { requestAnswered } from '../../shared/table/entities/computer/host-requests.ts';
import { readScan } from '../../shared/table/entities/scan/scan.ts';
import { inventoryItem, MOST_PACKED, readInventory } from '../../shared/table/entities/scan/scan-detail.ts';
import type { ScanDeps } from './deps.ts';
import { recordFailure } from './record.ts';
import { scan } from './scan.ts';

/**
 * A host's answer to a request for a scan. The request counts as answered when all of it is written: a report that
 * was interrupted is asked for again, and doing it twice gives the same. One that nobody waits for is refused: a
 * decision costs thousands of writes, and a stolen host would order them as fast as it can send.
 */
export const takeReport = (deps: ScanDeps): Handler =>
  on(inventoryRoutes.sendInventory, async ({ caller, body, now }) => {
    const { requested, started } = body;
    if (waitingRequests(caller.host, now).get(SCAN) !== requested) return notAsked;
    const taken = await workOn(deps, caller, body, now);
    if (!taken.ok || taken.value.outcome !== 'taken') return taken;
    await requestAnswered(deps.store, caller.tenantID, caller.computerID, SCAN, { requested, started });
    return taken;
  });

const SCAN = 'scan-for-recommendations';

const notAsked = refuse(
  'conflict',
  'requested: this scan is not asked for, or is asked for anew. The next beat says what is.',
  'not-asked',
  { field: 'requested' },
);

const taken = accept<InventoryReply>({ outcome: 'taken' });

const workOn = async (
  deps: ScanDeps,
  caller: AgentCaller,
  report: InventoryReport,
  now: number,
): Promise<Outcome<InventoryReply>> => {
  const { tenantID: tenant, computerID } = caller;
  if (report.failed !== undefined) {
    await recordFailure(deps.store, { tenant, computerID, report, now }, report.failed);
    return taken;
  }
  const inventory = report.inventory ?? (await keptInventory(deps, tenant, computerID, report.hash));
  if (!inventory) return accept<InventoryReply>({ outcome: 'send-inventory' });
  if (report.inventory) {
    const item = inventoryItem(tenant, computerID, report.hash, inventory);
    // Without it the next scan only has to send the whole again.
    if (item.content.length <= MOST_PACKED) await deps.store.put(item);
  }
  await scan(deps, { tenant, computerID, report, now }, inventory);
  return taken;
};

/** Nothing is kept of a host that was never scanned, or whose last scan was of something else. */
const keptInventory = async (
  { store }: ScanDeps,
  tenant: string,
  computerID: number,
  hash: string,
): Promise<Inventory | undefined> => {
  const before = await readScan(store, tenant, computerID);
  if (before?.hash !== hash) return undefined;
  const kept = await readInventory(store, tenant, computerID, hash);
  return kept === undefined ? undefined : inventorySchema.parse(kept);
};
