import type { EventQuery } from '../domain/event/search/query.ts';
import type { Around, SearchedComputer } from '../domain/event/search/searched.ts';
import type { GlobalCatalogue } from '../domain/ips/catalogue/index.ts';
import { listComputerRows } from './entities/computer/computer-rows.ts';
import { readTenantCatalogue } from './entities/rules/tenant-catalogue.ts';
import type { Store } from './store.ts';

/** Reads what the criteria ask for that events do not say themselves, and nothing else. */
export const readAround = async (
  deps: { readonly store: Store; readonly catalogue: GlobalCatalogue },
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
  { store }: { readonly store: Store },
  tenant: string,
): Promise<ReadonlyMap<number, SearchedComputer>> =>
  new Map(
    (await listComputerRows(store, tenant)).map(({ ID, displayName, hostName, groupID, policyID }) => [
      ID,
      { name: displayName || hostName, groupID, policyID },
    ]),
  );
