import type { HostRequest } from '../../shared/domain/computer/requests.ts';
import { type ComputerFilter, selects } from '../../shared/domain/task/selects.ts';
import type { KeptTask } from '../../shared/schema/api/task/scheduled-task.ts';
import type { ComputerRow } from '../../shared/table/entities/computer/computer-block.ts';
import { listComputerRows } from '../../shared/table/entities/computer/computer-rows.ts';
import { requestHosts } from '../../shared/table/entities/computer/host-requests.ts';
import { securityUpdateEvent } from '../../shared/table/entities/computer/security-update-event.ts';
import { readSeenHosts } from '../../shared/table/entities/computer/seen-hosts.ts';
import type { TaskRunItem } from '../../shared/table/entities/task/task-run.ts';
import { filterPlaces } from '../../shared/table/filter-places.ts';
import type { Store } from '../../shared/table/store.ts';
import type { TaskDeps } from './deps.ts';
import type { Progress } from './issue-run.ts';

/** Computers of one stretch: a few seconds of writes, and one message for each thousand. */
const STRETCH = 1000;

/** Events on their way at the same time, as requests are. */
const AT_ONCE = 25;

const HOUR = 3_600_000;
/** Hosts that were silent for longer do not get rule updates (behaviour.md section 6). */
const SILENT = 30 * 24 * HOUR;
const timeouts = { never: 0, 'one-hour': 1, 'two-hours': 2, 'four-hours': 4, 'eight-hours': 8 } as const;

/**
 * Asks the next computers that a task is for. Computers go by id, so that one which is added or taken away meanwhile
 * moves none of the others; what was asked before a crash is not asked again, because hosts remember the run's time.
 */
export const askComputers = async (
  { store }: Pick<TaskDeps, 'store'>,
  task: KeptTask,
  run: TaskRunItem,
  what: HostRequest,
): Promise<Progress> => {
  const { tenant, issued } = run;
  const rows = await listComputerRows(store, tenant, { after: run.after, atMost: STRETCH });
  const last = rows.at(-1)?.ID;
  if (last === undefined) return { through: true };
  const isMeant = selects(filterOf(task), await filterPlaces(store, tenant, filterOf(task)));
  const meant = rows.filter((row) => isMeant(row)).map(({ ID }) => ID);
  const heard = what === 'check-for-security-updates' ? await heardOf(store, tenant, meant, issued) : meant;
  const timeout = timeouts[task.checkForSecurityUpdatesTaskParameters?.timeout ?? 'never'];
  const until = timeout > 0 ? issued + timeout * HOUR : undefined;
  const asked = await requestHosts(store, tenant, heard, what, issued, until);
  if (what === 'check-for-security-updates') await tellOfChecks(store, tenant, rows, asked, issued);
  return {
    through: rows.length < STRETCH,
    after: last,
    asked: run.asked + asked.length,
    ignored: run.ignored + meant.length - asked.length,
  };
};

/** Told again after a crash it is told once: the event's id comes from the run's time. */
const tellOfChecks = async (
  store: Store,
  tenant: string,
  rows: readonly ComputerRow[],
  asked: readonly number[],
  issued: number,
): Promise<void> => {
  const meant = new Set(asked);
  const told = { what: 'requested', requested: issued, at: issued, by: 'System' } as const;
  const events = rows.filter(({ ID }) => meant.has(ID)).map((row) => securityUpdateEvent(tenant, row, told));
  for (let from = 0; from < events.length; from += AT_ONCE) {
    await Promise.all(events.slice(from, from + AT_ONCE).map((event) => store.put(event)));
  }
};

const filterOf = (task: KeptTask): ComputerFilter | undefined =>
  (
    task.scanForRecommendationsTaskParameters ??
    task.checkForSecurityUpdatesTaskParameters ??
    task.sendPolicyTaskParameters
  )?.computerFilter;

const heardOf = async (
  store: Store,
  tenant: string,
  IDs: readonly number[],
  now: number,
): Promise<readonly number[]> => {
  const seen = await readSeenHosts(store, tenant, IDs);
  return IDs.filter((ID) => now - (seen.get(ID)?.seen ?? 0) <= SILENT);
};
