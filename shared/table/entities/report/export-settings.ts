import * as z from 'zod';
import { type Progress, settled } from '../../../domain/event/export/schedule.ts';
import { exportClass } from '../../../schema/api/report/export.ts';
import { expiryNotice, exportSchedule } from '../../../schema/api/report/export-settings.ts';
import { absent, equals } from '../../condition.ts';
import { keys } from '../../keys.ts';
import type { Store, Write } from '../../store.ts';
import { readExport } from './export.ts';

const progress = z.object({
  until: z.number(),
  running: z.object({ exportID: z.string(), until: z.number() }).optional(),
});

/** What a tenant set up to be taken home by itself, and how far that has come. Times in epoch ms. */
export const exportSettingsItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('export-settings'),
  /** Rises with every change. */
  revision: z.number(),
  schedule: exportSchedule,
  nextRunTime: z.number().optional(),
  notice: expiryNotice.optional(),
  progress: z.partialRecord(exportClass, progress),
});
export type ExportSettingsItem = z.infer<typeof exportSettingsItem>;

export const newExportSettings = (tenant: string): ExportSettingsItem => ({
  ...keys.exportSettings(tenant),
  kind: 'export-settings',
  revision: 0,
  schedule: exportSchedule.parse({ enabled: false }),
  progress: {},
});

export const readExportSettings = (store: Store, tenant: string): Promise<ExportSettingsItem | undefined> =>
  store.get(keys.exportSettings(tenant), exportSettingsItem);

/** Writes them as changed from what was read, unless somebody else was quicker. */
export const saveExportSettings = (before: ExportSettingsItem, next: ExportSettingsItem): Write => {
  const put: ExportSettingsItem = { ...next, revision: before.revision + 1 };
  return { put, if: before.revision === 0 ? absent('pk') : equals('revision', before.revision) };
};

/** How far each class has come by what has become of the exports that were being written. */
export const settledProgress = async (
  store: Store,
  tenant: string,
  item: ExportSettingsItem,
): Promise<ExportSettingsItem['progress']> => {
  const entries = await Promise.all(
    Object.entries(item.progress).map(async ([name, known]): Promise<[string, Progress]> => {
      if (!known.running) return [name, known];
      return [name, settled(known, (await readExport(store, tenant, known.running.exportID))?.state)];
    }),
  );
  return Object.fromEntries(entries);
};
