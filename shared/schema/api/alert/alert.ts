import * as z from 'zod';
import { type AlertType, alertTypes } from '../../../domain/alert/catalogue.ts';
import { ID, pathID, queryTime, time } from '../common.ts';

export { type AlertType, alertTypes };

export const alert = z.object({
  /** `TYPE:TARGET`, e.g. `unable-to-communicate:computer-12`. */
  ID: z.string(),
  type: z.enum(alertTypes),
  /** The field's own title, events.md section 7. */
  title: z.string(),
  severity: z.enum(['critical', 'warning']),
  state: z.enum(['raised', 'cleared', 'dismissed']),
  dismissible: z.boolean(),
  /** First occurrence of this raising, and the last one merged into it. */
  raised: time,
  last: time,
  ended: time.optional(),
  /** Occurrences merged. */
  count: z.number().int(),
  computerID: ID.optional(),
  computerName: z.string().optional(),
  policyID: ID.optional(),
  policyName: z.string().optional(),
  ruleID: ID.optional(),
  ruleName: z.string().optional(),
  description: z.string(),
});
export type Alert = z.infer<typeof alert>;
/** Which alerts are listed; all members are optional and narrow together. */
export const alertQuery = z.object({
  type: z.enum(alertTypes).optional(),
  severity: z.enum(['critical', 'warning']).optional(),
  computerID: pathID.optional(),
  /** Without it those that are raised; `any` also those that ended within 28 days. */
  state: z.enum(['raised', 'cleared', 'dismissed', 'any']).optional(),
  /** Last occurrence at or after, and before. */
  from: queryTime.optional(),
  to: queryTime.optional(),
});
export type AlertQuery = z.output<typeof alertQuery>;
export const alerts = z.object({ alerts: z.array(alert) });

export const alertChange = z.object({ state: z.literal('dismissed') });
export const alertID = z.string().regex(/^[a-z-]{1,60}:[a-z0-9-]{1,120}$/, 'must be an alert id as listed');
