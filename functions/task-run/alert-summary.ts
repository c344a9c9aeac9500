import type { AlertType } from '../../shared/schema/api/alert/alert.ts';
import type { Recipients } from '../../shared/schema/api/task/task-parameters.ts';
import { MOST_READERS } from '../../shared/schema/bus/alert-summary.ts';
import { eachAlert } from '../../shared/table/entities/alert/alert.ts';
import { listObjects } from '../../shared/table/entities/object/object.ts';
import type { Store } from '../../shared/table/store.ts';
import type { Work } from './issue-run.ts';

/** Counts the alerts that stand and has them mailed in the tenant's language. */
export const sendAlertSummary: Work = async ({ store, notify, now }, task, { tenant, taskID, set }) => {
  const counts = new Map<AlertType, number>();
  for await (const { state, type } of eachAlert(store, tenant)) {
    if (state === 'raised') counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const to = await addressesOf(store, tenant, task.sendAlertSummaryTaskParameters?.recipients);
  await notify.send({
    version: 1,
    what: 'alert-summary',
    tenant,
    taskID,
    taskName: task.name,
    set,
    at: now(),
    counts: [...counts].map(([type, count]) => ({ type, count })),
    to: [...to].slice(0, MOST_READERS),
  });
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { through: true, note: `${total} raised alerts summed up.` };
};

/** Administrators and contacts that were chosen, once each; who has no address is left out. */
const addressesOf = async (
  store: Store,
  tenant: string,
  recipients: Recipients = {},
): Promise<ReadonlySet<string>> => {
  const { allAdministratorsAndContacts = false, administratorIDs = [], contactIDs = [] } = recipients;
  const chosen = [
    ['administrators', new Set(administratorIDs)],
    ['contacts', new Set(contactIDs)],
  ] as const;
  const found = await Promise.all(
    chosen.map(async ([collection, IDs]) => {
      if (!allAdministratorsAndContacts && IDs.size === 0) return [];
      const people = await listObjects(store, tenant, collection);
      return people
        .filter(({ ID }) => allAdministratorsAndContacts || IDs.has(ID))
        .map(({ members }) => String(members.emailAddress ?? ''));
    }),
  );
  return new Set(found.flat().filter((address) => address !== ''));
};
