import type * as z from 'zod';
import { reachesPolicy } from '../../shared/domain/access/reach.ts';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { reportTemplates } from '../../shared/domain/report/templates.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { checkFilter, unknownTarget as unknown } from '../../shared/http/computer-filter.ts';
import type { Stored } from '../../shared/schema/api/collection.ts';
import type { eventBasedTasks } from '../../shared/schema/api/task/event-based-task.ts';
import type { scheduledTasks } from '../../shared/schema/api/task/scheduled-task.ts';
import type { ComputerFilter, Recipients } from '../../shared/schema/api/task/task-parameters.ts';
import { readObject } from '../../shared/table/entities/object/object.ts';
import { readPolicy } from '../../shared/table/entities/policy/policy.ts';
import type { Store } from '../../shared/table/store.ts';

type Task = Omit<z.output<(typeof scheduledTasks)['body']>, 'runNow'>;

/** What a task is for must exist: its computers, policy or group, its report, its readers. */
export const checkTargets = async (store: Store, tenant: string, task: Task): Promise<Outcome<undefined>> => {
  const report = task.generateReportTaskParameters;
  if (report && !reportTemplates.some(({ ID }) => ID === report.reportTemplateID)) {
    return unknown(
      'generateReportTaskParameters.reportTemplateID',
      'report template',
      report.reportTemplateID,
    );
  }
  for (const [member, parameters] of Object.entries(task)) {
    if (!member.endsWith('TaskParameters') || typeof parameters !== 'object') continue;
    const { computerFilter, recipients } = parameters as {
      readonly computerFilter?: ComputerFilter;
      readonly recipients?: Recipients;
    };
    const computers = await checkFilter(store, tenant, `${member}.computerFilter`, computerFilter);
    if (!computers.ok) return computers;
    const people = await checkRecipients(store, tenant, `${member}.recipients`, recipients);
    if (!people.ok) return people;
  }
  return accept(undefined);
};

/** What an event-based task assigns must exist, in the caller's reach. */
export const checkActions = async (
  store: Store,
  { tenantID: tenant, role }: TenantCaller,
  actions: Stored<typeof eventBasedTasks>['actions'],
): Promise<Outcome<undefined>> => {
  for (const [i, { type, parameterValue }] of actions.entries()) {
    const field = `actions.${i}.parameterValue`;
    if (type === 'assign-relay')
      return refuse('invalid', `actions.${i}.type: there are no relays yet.`, 'not-offered');
    if (type !== 'assign-policy' && type !== 'assign-group') continue;
    if (parameterValue === undefined)
      return refuse('invalid', `${field}: ${type} needs an id.`, 'missing-id', { field });
    const there =
      type === 'assign-policy'
        ? reachesPolicy(role, parameterValue) && (await readPolicy(store, tenant, parameterValue))
        : await readObject(store, tenant, 'computergroups', parameterValue);
    if (!there) return unknown(field, type === 'assign-policy' ? 'policy' : 'computer group', parameterValue);
  }
  return accept(undefined);
};

const checkRecipients = async (
  store: Store,
  tenant: string,
  field: string,
  recipients: Recipients | undefined,
): Promise<Outcome<undefined>> => {
  const groups = [
    ['administratorIDs', 'administrators', 'administrator', recipients?.administratorIDs ?? []],
    ['contactIDs', 'contacts', 'contact', recipients?.contactIDs ?? []],
  ] as const;
  for (const [member, collection, thing, ids] of groups) {
    for (const ID of ids) {
      if (!(await readObject(store, tenant, collection, ID))) return unknown(`${field}.${member}`, thing, ID);
    }
  }
  return accept(undefined);
};
