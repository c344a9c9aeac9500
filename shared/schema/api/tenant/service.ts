import * as z from 'zod';
import { tenantGuid } from '../../agent/activation.ts';
import { ID, queryTime, time } from '../common.ts';

const limit = z
  .string()
  .regex(/^\d{1,4}$/, 'must be a number from 1 to 1000')
  .transform(Number)
  .refine((n) => n >= 1 && n <= 1000, 'must be a number from 1 to 1000')
  .optional();

/** Newest first. Times are epoch ms; without them everything there is, 400 days. */
export const trailQuery = z.object({
  from: queryTime.optional(),
  to: queryTime.optional(),
  limit,
  /** As answered in `next`. */
  cursor: z.string().max(800).optional(),
  /** `Accept` asks for the same. */
  format: z.enum(['json', 'csv', 'ndjson']).optional(),
});
/** With a tenant: its whole trail. Without: the operator's own, and orders, fees and operator actions of all tenants. */
export const operatorTrailQuery = trailQuery.extend({ tenantID: tenantGuid.optional() });

const members = z.record(z.string(), z.unknown());

export const trailEntry = z.object({
  at: time,
  action: z.string(),
  target: z.string(),
  /** Whose thing it was; `operator` for the deployment's. */
  tenantID: z.string(),
  byKind: z.enum(['apikey', 'person', 'operator', 'agent', 'system']),
  by: z.string(),
  detail: z.string().optional(),
  /** The members that differ, as they were and as they are; secrets are left out. */
  before: members.optional(),
  after: members.optional(),
});
export const trailEntries = z.object({ entries: z.array(trailEntry), next: z.string().optional() });

const words = z.string().trim().min(1, 'cannot be blank').max(2000);

export const newMaintenance = z.object({
  from: time,
  to: time,
  /** What tenants will notice, in both languages. */
  ja: words,
  en: words,
});
export const maintenance = z.object({
  ID,
  from: time,
  to: time,
  ja: z.string(),
  en: z.string(),
  state: z.enum(['announced', 'in-progress', 'ended', 'withdrawn']),
  posted: time,
});
export const maintenanceNotices = z.object({ notices: z.array(maintenance) });
