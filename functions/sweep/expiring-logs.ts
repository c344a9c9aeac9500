import {
  expiryReason,
  type LogWeek,
  unexported,
  weeksDue,
  weekTarget,
} from '../../shared/domain/event/export/expiry-notice.ts';
import type { EventClass } from '../../shared/domain/event/search/fields.ts';
import { readAlert } from '../../shared/table/entities/alert/alert.ts';
import { settleStanding } from '../../shared/table/entities/alert/standing-alert.ts';
import { readTallies } from '../../shared/table/entities/event/event-tally.ts';
import { systemEventPages } from '../../shared/table/entities/event/system-pages.ts';
import { readExportSettings } from '../../shared/table/entities/report/export-settings.ts';
import { hourOf } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import type { SweepDeps } from './deps.ts';
import { isTurnOf } from './turn.ts';

const LOGS_EXPIRE = 'logs-about-to-expire';

/** Tells a tenant that wants it, week by week of receipt, of logs that expire before a scheduled export holds them (EVT-3). */
export const warnOfExpiry = async (
  { store, now }: Pick<SweepDeps, 'store' | 'now'>,
  tenant: string,
): Promise<void> => {
  const at = now();
  if (!isTurnOf(tenant, at)) return;
  const settings = await readExportSettings(store, tenant);
  if (!settings?.notice) return;
  for (const week of weeksDue(settings.notice, at)) {
    const target = weekTarget(week);
    const classes = unexported(settings.notice, week, settings.progress, at);
    const standing = await readAlert(store, tenant, LOGS_EXPIRE, target);
    const isSo = classes.length > 0 && (standing || (await hasLogs(store, tenant, week, classes)));
    if (!standing && !isSo) continue;
    const subject = isSo ? { reason: expiryReason(week, classes) } : undefined;
    await settleStanding(store, tenant, LOGS_EXPIRE, target, subject, at);
  }
};

/** Whether there is anything to lose; looked for as long as there is no alert, which is cheap where there is nothing. */
const hasLogs = async (
  store: Store,
  tenant: string,
  { from, until }: LogWeek,
  classes: readonly EventClass[],
): Promise<boolean> => {
  const tallies = await readTallies(store, tenant, { from, to: until - 1 });
  if (Object.values(tallies).some((kinds) => classes.some((eventClass) => kinds[eventClass]))) return true;
  if (!classes.includes('system')) return false;
  const hours = { oldest: hourOf(from), newest: hourOf(until - 1) };
  for await (const { events } of systemEventPages(store, tenant, hours)) if (events.length > 0) return true;
  return false;
};
