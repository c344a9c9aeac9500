import { fullAccess, type Role } from '../../shared/domain/access/role.ts';
import { rangeBefore } from '../../shared/domain/report/period.ts';
import { madeTemplate } from '../../shared/domain/report/templates.ts';
import { FILE_DAYS } from '../../shared/ports/blob.ts';
import type { Recipients } from '../../shared/schema/api/task/task-parameters.ts';
import { MOST_READERS } from '../../shared/schema/bus/alert-summary.ts';
import { readRole } from '../../shared/table/entities/access/access.ts';
import { listObjects } from '../../shared/table/entities/object/object.ts';
import {
  askForReport,
  narrowed,
  newReport,
  type ReportItem,
} from '../../shared/table/entities/report/report.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import type { Store } from '../../shared/table/store.ts';
import type { Work } from './issue-run.ts';

type Reader = NonNullable<ReportItem['task']>['readers'][number];

/** Roles among the readers of one task, beyond which the rest is left out. */
const MOST_ROLES = 20;
const DAY = 86_400_000;

/**
 * Asks for a task's report, once for each role among its readers: they are told of the computers that their role may
 * see (behaviour.md section 9). Asked again after a crash, the same reports stand there already.
 */
export const askReports: Work = async ({ store }, task, { tenant, taskID, set, issued }) => {
  const wanted = task.generateReportTaskParameters;
  const format = wanted?.format === 'csv' ? 'csv' : 'pdf';
  if (!wanted || !madeTemplate(wanted.reportTemplateID, wanted.format)) {
    return { through: true, note: 'This service does not make this report in this format.' };
  }
  const owner = await readTenant(store, tenant);
  if (!owner) return { through: true, note: 'There is no such tenant.' };
  const readers = await readersByRole(store, tenant, wanted.recipients);
  for (const [role, some] of readers) {
    const item = newReport(
      tenant,
      `${String(issued).padStart(13, '0')}-t${taskID}-${set % DAY}-r${role.ID}`,
      {
        templateID: wanted.reportTemplateID,
        format,
        locale: owner.locale,
        timeZone: owner.timeZone,
        ...(wanted.classification && { classification: wanted.classification }),
        ...rangeBefore(wanted.timeRange ?? {}, issued),
        ...(wanted.computerFilter && { computerFilter: wanted.computerFilter }),
        reach: narrowed(role),
        created: issued,
        createdBy: 'System',
        task: { taskID, name: task.name, readers: some },
        expiresAt: Math.floor((issued + FILE_DAYS * DAY) / 1000),
      },
    );
    await store.transact([askForReport(item)]);
  }
  return { through: true, note: `${readers.size} reports asked for.` };
};

/** Who gets the report, by what they may see; without any reader the tenant itself. */
const readersByRole = async (
  store: Store,
  tenant: string,
  { allAdministratorsAndContacts: all = false, administratorIDs = [], contactIDs = [] }: Recipients = {},
): Promise<ReadonlyMap<Role, Reader[]>> => {
  const roles = new Map<number, Role | undefined>();
  const groups = new Map<Role, Reader[]>();
  let count = 0;
  const chosen = [
    ['administrators', new Set(administratorIDs)],
    ['contacts', new Set(contactIDs)],
  ] as const;
  for (const [collection, IDs] of chosen) {
    if (!all && IDs.size === 0) continue;
    for (const { ID, members } of await listObjects(store, tenant, collection)) {
      if ((!all && !IDs.has(ID)) || count >= MOST_READERS) continue;
      // A contact without a role is told what the task's author chose, who had to reach all of it.
      const roleID = Number(members.roleID ?? fullAccess.ID);
      if (!roles.has(roleID)) roles.set(roleID, await readRole(store, tenant, roleID));
      const role = roles.get(roleID);
      if (!role || (groups.size >= MOST_ROLES && !groups.has(role))) continue;
      groups.set(role, [...(groups.get(role) ?? []), { collection, ID }]);
      count++;
    }
  }
  return all || administratorIDs.length + contactIDs.length > 0
    ? groups
    : new Map([[fullAccess, [{ collection: 'tenant', ID: 0 }]]]);
};
