import { createHash } from 'node:crypto';
import { begun, nextRange } from '../../shared/domain/event/export/schedule.ts';
import { nextTime } from '../../shared/domain/task/next-time.ts';
import { FILE_DAYS } from '../../shared/ports/blob.ts';
import { askForExport, newExport } from '../../shared/table/entities/report/export.ts';
import {
  type ExportSettingsItem,
  readExportSettings,
  saveExportSettings,
  settledProgress,
} from '../../shared/table/entities/report/export-settings.ts';
import type { Store, Write } from '../../shared/table/store.ts';
import type { SweepDeps } from './deps.ts';

const DAY = 86_400_000;

/**
 * Asks for the exports that a tenant has by schedule: of each class what was received since the last finished one
 * (EVT-3). The exports and how far they go are written at once, so two sweeps ask for them once.
 */
export const scheduledExports = async (
  { store, now }: Pick<SweepDeps, 'store' | 'now'>,
  tenant: string,
): Promise<void> => {
  const item = await readExportSettings(store, tenant);
  if (!item) return;
  const at = now();
  const progress = await settledProgress(store, tenant, item);
  const due = item.schedule.enabled && item.nextRunTime !== undefined && item.nextRunTime <= at;
  if (due) return run(store, tenant, { ...item, progress }, at);
  if (JSON.stringify(progress) === JSON.stringify(item.progress)) return;
  await store.transact([saveExportSettings(item, { ...item, progress })]);
};

const run = async (store: Store, tenant: string, item: ExportSettingsItem, at: number): Promise<void> => {
  const progress = { ...item.progress };
  const exports: Write[] = [];
  const { eventClasses, format, scheduleDetails } = item.schedule;
  for (const eventClass of eventClasses) {
    const received = nextRange(progress[eventClass], at);
    if (!received) continue;
    const digest = createHash('sha256').update(`${tenant} ${eventClass} ${at}`).digest('hex').slice(0, 16);
    const exportID = `${String(at).padStart(13, '0')}-${digest}`;
    progress[eventClass] = begun(progress[eventClass], received, exportID);
    const asked = newExport(tenant, exportID, {
      ...{ eventClass, format, received, created: at, createdBy: 'System' },
      reach: { allComputers: true, unrelated: true, allPolicies: true },
      expiresAt: Math.floor((at + FILE_DAYS * DAY) / 1000),
    });
    exports.push(askForExport(asked));
  }
  const nextRunTime = nextTime(scheduleDetails, at);
  const { nextRunTime: _, ...rest } = item;
  const next = { ...rest, progress, ...(nextRunTime !== undefined && { nextRunTime }) };
  await store.transact([saveExportSettings(item, next), ...exports]);
};
