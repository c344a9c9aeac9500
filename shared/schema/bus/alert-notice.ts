import * as z from 'zod';
import { tenantGuid } from '../agent/activation.ts';
import { severities } from '../agent/events.ts';
import { alertTypes } from '../api/alert/alert.ts';
import { ID, time } from '../api/common.ts';

/**
 * Queue `notify`: an alert was raised. It carries what the mail says, so that the mail tells of this raising even
 * when the alert has gone on since. Repeating it is harmless: one raising is mailed once.
 */
export const alertNotice = z.object({
  version: z.literal(1),
  tenant: tenantGuid,
  type: z.enum(alertTypes),
  target: z.string().max(120),
  /** As the tenant wants it for this type. */
  severity: z.enum(['critical', 'warning']).optional(),
  /** Names the raising: epoch ms at which the plane raised it. */
  began: time,
  /** First and last occurrence, epoch ms by the host's clock. */
  raised: time,
  last: time,
  count: z.number().int(),
  blocked: z.number().int(),
  computerID: ID.optional(),
  computerName: z.string().optional(),
  policyID: ID.optional(),
  policyName: z.string().optional(),
  reason: z.string().optional(),
  ruleID: ID.optional(),
  ruleName: z.string().optional(),
  CVE: z.array(z.string()).optional(),
  ruleSeverity: z.enum(severities).optional(),
  sources: z.array(z.string()).optional(),
});
export type AlertNotice = z.infer<typeof alertNotice>;
