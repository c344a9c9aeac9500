import { accept, type Outcome, refuse } from '../domain/outcome.ts';
import type { ComputerFilter } from '../domain/task/selects.ts';
import { readComputer } from '../table/entities/computer/computer.ts';
import { readObject } from '../table/entities/object/object.ts';
import { readPolicy } from '../table/entities/policy/policy.ts';
import type { Store } from '../table/store.ts';

export const unknownTarget = (field: string, thing: string, ID: number | undefined) =>
  refuse('invalid', `${field}: there is no ${thing} ${ID ?? ''}`.trim().concat('.'), 'unknown-target', {
    field,
  });

/** What a filter names must exist. `field`: the member of the body that holds it. */
export const checkFilter = async (
  store: Store,
  tenant: string,
  field: string,
  filter: ComputerFilter | undefined,
): Promise<Outcome<undefined>> => {
  switch (filter?.type) {
    case 'computer':
      return filter.computerID && (await readComputer(store, tenant, filter.computerID))
        ? accept(undefined)
        : unknownTarget(`${field}.computerID`, 'computer', filter.computerID);
    case 'computers-in-group':
    case 'computers-in-group-or-subgroup':
      // 0: computers without a group.
      return filter.computerGroupID === 0 ||
        (filter.computerGroupID &&
          (await readObject(store, tenant, 'computergroups', filter.computerGroupID)))
        ? accept(undefined)
        : unknownTarget(`${field}.computerGroupID`, 'computer group', filter.computerGroupID);
    case 'computers-using-policy':
    case 'computers-using-policy-or-subpolicy':
      return filter.policyID && (await readPolicy(store, tenant, filter.policyID))
        ? accept(undefined)
        : unknownTarget(`${field}.policyID`, 'policy', filter.policyID);
    case 'computers-in-smart-folder':
      return refuse('invalid', `${field}.type: there are no smart folders here.`, 'not-offered');
    default:
      return accept(undefined);
  }
};
