import { checkWhole, reachesComputer, reachesGroup, reachesPolicy } from '../domain/access/reach.ts';
import { accept, missing, type Outcome } from '../domain/outcome.ts';
import type { Allow } from '../schema/routes/route.ts';
import { readComputer } from '../table/entities/computer/computer.ts';
import { listComputerRows } from '../table/entities/computer/computer-rows.ts';
import type { Store } from '../table/store.ts';
import type { TenantCaller } from './caller.ts';

/**
 * The one place where ids in a path meet the caller's reach: what is outside answers as if it did not exist, whatever
 * the route goes on to do with it. Only a role that is narrowed by groups costs a read.
 */
export const checkReach = async (
  store: Store,
  { tenantID, role }: TenantCaller,
  allow: Allow,
  params: Readonly<Record<string, unknown>> = {},
): Promise<Outcome<undefined>> => {
  if ('whole' in allow && allow.whole) {
    const all = checkWhole(role, allow.whole);
    if (!all.ok) return all;
  }
  const { policyID, computerID, computerGroupID } = params;
  if (policyID !== undefined && !reachesPolicy(role, Number(policyID))) return missing('policy');
  if (computerGroupID !== undefined && !reachesGroup(role, Number(computerGroupID))) {
    return missing('computer group');
  }
  const seen = computerID === undefined || (await seesComputer(store, tenantID, role, Number(computerID)));
  return seen ? accept(undefined) : missing('computer');
};

/** Whether one computer is in reach; also one that is gone, where the role names it. */
export const seesComputer = async (
  store: Store,
  tenant: string,
  role: TenantCaller['role'],
  ID: number,
): Promise<boolean> => {
  if (role.allComputers || role.computerIDs?.includes(ID)) return true;
  if (!role.computerGroupIDs?.length) return false;
  const computer = await readComputer(store, tenant, ID);
  return computer !== undefined && reachesComputer(role, computer);
};

/** Which computers the caller sees, for lists of what belongs to computers. */
export const computersInReach = async (
  store: Store,
  { tenantID, role }: TenantCaller,
): Promise<(computerID: number) => boolean> => {
  if (role.allComputers) return () => true;
  const seen = new Set(role.computerIDs);
  if (role.computerGroupIDs?.length) {
    for (const row of await listComputerRows(store, tenantID)) {
      if (reachesComputer(role, row)) seen.add(row.ID);
    }
  }
  return (ID) => seen.has(ID);
};
