import * as z from 'zod';
import { time } from '../common.ts';
import { searchFilter } from '../search.ts';
import { computerFilter } from '../task/task-parameters.ts';
import { jobState, timeFilter } from './report.ts';

export const exportClass = z.enum(['intrusion-prevention', 'firewall', 'agent', 'system']);
export const exportFormat = z.enum(['ndjson', 'csv']);
export const exportCriteria = searchFilter.shape.searchCriteria;

/** What is asked for by `POST /api/exports`. */
export const exportOrder = z.object({
  eventClass: exportClass,
  format: exportFormat.default('ndjson'),
  /** Absent: everything that is kept. */
  timeFilter: timeFilter.optional(),
  computerFilter: computerFilter.optional(),
  /** As in a search of events of the class. */
  searchCriteria: exportCriteria,
});

/** One gzip file; each stands for itself, a table with its heading. */
export const exportPart = z.object({
  name: z.string(),
  events: z.number().int(),
  bytes: z.number().int(),
  /** Of the file as it is fetched, in hex. */
  sha256: z.string(),
  /** Where to fetch it, for a quarter of an hour; only of one export, when it is done. */
  url: z.string().optional(),
});

export const eventExport = z.object({
  ID: z.string(),
  eventClass: exportClass,
  format: exportFormat,
  state: jobState,
  created: time,
  createdBy: z.string(),
  from: time.optional(),
  to: time.optional(),
  /** Written so far. */
  events: z.number().int(),
  bytes: z.number().int(),
  parts: z.array(exportPart),
  /** Names every part with its hash and count; there when it is done. */
  manifest: z.object({ name: z.string(), sha256: z.string(), url: z.string().optional() }).optional(),
  done: time.optional(),
  /** Why it failed. */
  note: z.string().optional(),
  /** After this it is gone. */
  expires: time,
});
export type EventExport = z.infer<typeof eventExport>;

/** In lists an export comes without its parts. */
export const eventExports = z.object({ exports: z.array(eventExport.omit({ parts: true, manifest: true })) });
