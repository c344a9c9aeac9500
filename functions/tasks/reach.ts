import { checkWhole, reachesGroup } from '../../shared/domain/access/reach.ts';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { seesComputer } from '../../shared/http/reach.ts';
import type { ComputerFilter } from '../../shared/schema/api/task/task-parameters.ts';
import type { Store } from '../../shared/table/store.ts';

/**
 * Whether every computer that a task is for lies in the caller's reach. Tasks run as the service does, so that one
 * for all computers, for a policy's or for a group with its subgroups is for roles that reach all computers.
 */
export const checkTaskReach = async (
  store: Store,
  { tenantID, role }: TenantCaller,
  task: object,
): Promise<Outcome<undefined>> => {
  if (role.allComputers) return accept(undefined);
  const filters = filtersOf(task);
  for (const [field, { type, computerID = 0, computerGroupID = 0 }] of filters) {
    if (type === 'computer') {
      if (!(await seesComputer(store, tenantID, role, computerID)))
        return unknown(field, `computer ${computerID}`);
    } else if (type === 'computers-in-group') {
      if (!reachesGroup(role, computerGroupID)) return unknown(field, `computer group ${computerGroupID}`);
    } else {
      return checkWhole(role, 'computers');
    }
  }
  // Without a filter it is for all of them.
  return filters.length > 0 ? accept(undefined) : checkWhole(role, 'computers');
};

const filtersOf = (task: object): readonly (readonly [field: string, ComputerFilter])[] =>
  Object.entries(task).flatMap(([member, parameters]) => {
    if (!member.endsWith('TaskParameters') || typeof parameters !== 'object') return [];
    const { computerFilter } = parameters as { readonly computerFilter?: ComputerFilter };
    return [[`${member}.computerFilter`, computerFilter ?? { type: 'all-computers' }] as const];
  });

const unknown = (field: string, what: string) =>
  refuse('invalid', `${field}: there is no ${what}.`, 'unknown-target', { field });
