import type { EventQuery } from '../../shared/domain/event/search/query.ts';
import type { Around, SearchedComputer } from '../../shared/domain/event/search/searched.ts';
import { listComputerRows } from '../../shared/table/entities/computer-rows.ts';
import { readTenantCatalogue } from '../../shared/table/entities/tenant-catalogue.ts';
import type { EventDeps } from './deps.ts';

/** Reads what the criteria ask for that events do not say themselves, and nothing else. */
export const readAround = async (
  deps: Pick<EventDeps, 'store' | 'catalogue'>,
  tenant: string,
  needs: EventQuery['needs'],
): Promise<Around> => {
  const [computers, catalogue] = await Promise.all([
    needs.has('computers') ? readComputers(deps, tenant) : undefined,
    needs.has('rules') ? readTenantCatalogue(deps.store, tenant, deps.catalogue) : undefined,
  ]);
  return {
    computer: (computerID) => computers?.get(computerID),
    CVEsOf: (ruleID) => catalogue?.rule(ruleID)?.CVE,
  };
};

const readComputers = async (
  { store }: Pick<EventDeps, 'store'>,
  tenant: string,
): Promise<ReadonlyMap<number, SearchedComputer>> =>
  new Map(
    (await listComputerRows(store, tenant)).map(({ ID, displayName, hostName, groupID, policyID }) => [
      ID,
      { name: displayName || hostName, groupID, policyID },
    ]),
  );
