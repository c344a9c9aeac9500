import * as z from 'zod';
import { type AlertType, alertTypes } from '../../domain/alert/catalogue.ts';
import { ID, time } from './common.ts';

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
export const alerts = z.object({ alerts: z.array(alert) });
export const alertChange = z.object({ state: z.literal('dismissed') });
export const alertID = z.string().regex(/^[a-z-]{1,60}:[a-z0-9-]{1,120}$/, 'must be an alert id as listed');
