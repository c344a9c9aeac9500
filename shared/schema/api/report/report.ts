import * as z from 'zod';
import { givenID, ID, locale, time, timeZone } from '../common.ts';
import { classification, computerFilter } from '../task/task-parameters.ts';

/** Half-open: `to` is not in it. Absent: the last 24 hours. */
export const timeFilter = z
  .object({
    type: z.enum(['last-24-hours', 'last-7-days', 'previous-month', 'custom']),
    /** Epoch ms; for `custom`. */
    from: time.optional(),
    to: time.optional(),
  })
  .refine(
    ({ type, from, to }) => type !== 'custom' || (from !== undefined && to !== undefined && from < to),
    'a custom time needs from and to, and from must be earlier',
  );

/** What is asked for by `POST /api/reports`. */
export const reportOrder = z.object({
  reportTemplateID: givenID,
  format: z.enum(['pdf', 'csv']).default('pdf'),
  /** Absent: the tenant's own. */
  locale: locale.optional(),
  timeZone: timeZone.optional(),
  /** Stands at the head of every page. */
  classification: classification.optional(),
  timeFilter: timeFilter.optional(),
  computerFilter: computerFilter.optional(),
});

export const jobState = z.enum(['waiting', 'done', 'failed']);

/** `TIME-TEXT`: sorts by the time it was asked for. */
export const jobID = z.string().regex(/^\d{13}-[a-z0-9-]{1,40}$/, 'must be an id as listed');

export const report = z.object({
  ID: z.string(),
  reportTemplateID: ID,
  name: z.string(),
  format: z.enum(['pdf', 'csv']),
  state: jobState,
  created: time,
  createdBy: z.string(),
  /** What it is about. */
  from: time.optional(),
  to: time.optional(),
  done: time.optional(),
  bytes: z.number().int().optional(),
  sha256: z.string().optional(),
  /** Why it failed. */
  note: z.string().optional(),
  /** After this it is gone. */
  expires: time,
  /** Where to fetch the file, for a quarter of an hour; only of one report, when it is done. */
  url: z.string().optional(),
});
export type Report = z.infer<typeof report>;
export const reports = z.object({ reports: z.array(report) });
