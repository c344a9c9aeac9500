import * as z from 'zod';
import { time } from '../common.ts';
import { scheduleDetails } from '../task/schedule-details.ts';
import { exportClass, exportFormat } from './export.ts';

const details = scheduleDetails.shape;

/**
 * When exports are made by themselves; in the shape of scheduled tasks. Every day to every week: what is kept is read
 * anew for hosts that were away, and 28 days must not pass between two.
 */
export const exportScheduleDetails = z.object({
  timeZone: details.timeZone,
  recurrenceType: z.enum(['daily', 'weekly']),
  dailyScheduleParameters: details.dailyScheduleParameters,
  weeklyScheduleParameters: details.weeklyScheduleParameters,
});

export const exportSchedule = z.object({
  enabled: z.boolean(),
  scheduleDetails: exportScheduleDetails.default({
    timeZone: 'UTC',
    recurrenceType: 'daily',
    dailyScheduleParameters: { startTime: 0, frequencyType: 'everyday' },
  }),
  eventClasses: z
    .array(exportClass)
    .min(1)
    .max(4)
    .default([...exportClass.options]),
  format: exportFormat.default('ndjson'),
});

/** Whether people are told, so many days before, of logs that expire and are in no scheduled export. */
export const expiryNotice = z.object({
  enabled: z.boolean(),
  days: z.number().int().min(1).max(21).default(7),
});

/** What is changed by `POST /api/exportsettings`. */
export const exportSettingsBody = z.object({
  schedule: exportSchedule.optional(),
  notice: expiryNotice.optional(),
});

/** How far the scheduled exports of a class have come. */
const progress = z.object({
  eventClass: exportClass,
  /** Everything that the service received before is in a finished export; absent: nothing is. */
  exportedUntil: time.optional(),
  /** The one that is being written. */
  exportID: z.string().optional(),
});

export const exportSettings = z.object({
  schedule: exportSchedule,
  nextRunTime: time.optional(),
  notice: expiryNotice,
  progress: z.array(progress),
});
export type ExportSettings = z.infer<typeof exportSettings>;
