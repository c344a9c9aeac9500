import type { ComputerFilter, Place } from '../domain/task/selects.ts';
import { listObjects } from './entities/object/object.ts';
import { listPolicies } from './entities/policy/policy.ts';
import type { Store } from './store.ts';

/** Which group or policy is below which, only where the filter asks for it. */
export const filterPlaces = async (
  store: Store,
  tenant: string,
  filter: ComputerFilter | undefined,
): Promise<readonly Place[]> => {
  if (filter?.type === 'computers-in-group-or-subgroup') {
    const groups = await listObjects(store, tenant, 'computergroups');
    return groups.map(({ ID, members }) => ({ ID, parent: Number(members.parentGroupID ?? 0) }));
  }
  if (filter?.type !== 'computers-using-policy-or-subpolicy') return [];
  return (await listPolicies(store, tenant)).map(({ ID, parentID }) => ({ ID, parent: parentID ?? 0 }));
};
