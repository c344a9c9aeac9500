import * as z from 'zod';
import { tenantGuid } from '../agent/activation.ts';
import { alertTypes } from '../api/alert/alert.ts';
import { ID, time } from '../api/common.ts';

/** More readers than this of one summary are left out. */
export const MOST_READERS = 500;

/** Queue `notify`: how many alerts stand, for a task that sends this. Repeating it is harmless: one run is mailed once. */
export const alertSummary = z.object({
  version: z.literal(1),
  what: z.literal('alert-summary'),
  tenant: tenantGuid,
  taskID: ID,
  taskName: z.string(),
  /** The run: epoch ms for which it was set. */
  set: time,
  /** Epoch ms at which was counted. */
  at: time,
  /** Raised alerts by type; those of which there are none are left out. */
  counts: z.array(z.object({ type: z.enum(alertTypes), count: z.number().int().min(1) })),
  /** Empty: the tenant's own address. */
  to: z.array(z.string()).max(MOST_READERS),
});
export type AlertSummary = z.infer<typeof alertSummary>;
