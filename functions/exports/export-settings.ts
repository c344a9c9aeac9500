import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { nextTime } from '../../shared/domain/task/next-time.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { exportClass } from '../../shared/schema/api/report/export.ts';
import type { ExportSettings } from '../../shared/schema/api/report/export-settings.ts';
import { exportRoutes } from '../../shared/schema/routes/exports.ts';
import {
  type ExportSettingsItem,
  newExportSettings,
  readExportSettings,
  saveExportSettings,
} from '../../shared/table/entities/report/export-settings.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import { trail } from '../../shared/table/entities/tenant/trail.ts';
import type { ExportsDeps } from './reports.ts';

/** What a tenant takes home by itself (EVT-3); the sweep asks for it. */
export const exportSettingsHandlers = ({ store }: ExportsDeps): readonly Handler[] => [
  on(exportRoutes.describeSettings, async ({ caller }) =>
    accept(view((await readExportSettings(store, caller.tenantID)) ?? newExportSettings(caller.tenantID))),
  ),

  on(exportRoutes.modifySettings, async ({ caller, body, now }) => {
    const { tenantID: tenant, by } = caller;
    if (!(await readTenant(store, tenant))) return missing('tenant');
    const before = (await readExportSettings(store, tenant)) ?? newExportSettings(tenant);
    const planned = scheduled(before, body.schedule, now);
    if (!planned.ok) return planned;
    const next = { ...planned.value, ...(body.notice && { notice: body.notice }) };
    const done = await store.transact([
      saveExportSettings(before, next),
      {
        put: trail(tenant, {
          ...{ at: now, action: 'exportsettings-modified', target: 'exportsettings', by },
          before: { schedule: before.schedule, notice: before.notice },
          after: { schedule: next.schedule, notice: next.notice },
        }),
      },
    ]);
    if (!done.ok) return refuse('conflict', 'The settings are being changed by others. Try again.', 'busy');
    return accept(view(next));
  }),
];

/** Daily schedules with days between, and weekly ones with weeks between, go this far at most. */
const MOST_DAYS = 7;

const scheduled = (
  before: ExportSettingsItem,
  schedule: ExportSettingsItem['schedule'] | undefined,
  now: number,
): Outcome<ExportSettingsItem> => {
  if (!schedule) return accept(before);
  const { recurrenceType, dailyScheduleParameters, weeklyScheduleParameters } = schedule.scheduleDetails;
  const days =
    recurrenceType === 'daily'
      ? (dailyScheduleParameters?.customInterval ?? 1)
      : 7 * (weeklyScheduleParameters?.interval ?? 1);
  const nextRunTime = nextTime(schedule.scheduleDetails, now);
  const field = 'schedule.scheduleDetails';
  if (days > MOST_DAYS || nextRunTime === undefined) {
    const message = `${field}: exports are made once a week at least, on days that are named.`;
    return refuse('invalid', message, 'invalid', { field });
  }
  const { nextRunTime: _, ...rest } = before;
  return accept({ ...rest, schedule, ...(schedule.enabled && { nextRunTime }) });
};

const view = ({ schedule, nextRunTime, notice, progress }: ExportSettingsItem): ExportSettings => ({
  schedule,
  ...(nextRunTime !== undefined && { nextRunTime }),
  notice: notice ?? { enabled: false, days: 7 },
  progress: exportClass.options.map((eventClass) => {
    const known = progress[eventClass];
    return {
      eventClass,
      ...(known && { exportedUntil: known.until }),
      ...(known?.running && { exportID: known.running.exportID }),
    };
  }),
});
