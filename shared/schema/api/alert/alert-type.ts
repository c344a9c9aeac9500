import * as z from 'zod';
import { type AlertType, alertKinds, alertTypes } from '../../../domain/alert/catalogue.ts';
import { bool } from '../common.ts';

/** The operator's own are nobody's to switch. */
export const tenantAlertTypes: readonly AlertType[] = alertTypes.filter(
  (type) => alertKinds[type].about !== 'operator',
);
export const tenantAlertType = (text: string): AlertType | undefined =>
  tenantAlertTypes.find((type) => type === text);

const severity = z.enum(['critical', 'warning']);

export const alertType = z.object({
  type: z.enum(alertTypes),
  title: z.string(),
  /** What alerts of this type are about. */
  about: z.enum(['computer', 'rule', 'configuration', 'tenant', 'operator']),
  dismissible: z.boolean(),
  /** Off: nothing of it is raised, and what stood has ended. */
  enabled: z.boolean(),
  /** Given to what is raised from now on. */
  severity,
  /** Mailed to the tenant's address when it is raised. */
  mailed: z.boolean(),
});
export type AlertTypeView = z.infer<typeof alertType>;
export const alertTypeList = z.object({ alertTypes: z.array(alertType) });

export const alertTypeChange = z.object({
  enabled: bool.optional(),
  severity: severity.optional(),
  mailed: bool.optional(),
});
export type AlertTypeChange = z.output<typeof alertTypeChange>;
