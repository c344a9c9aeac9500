import * as z from 'zod';
import { bool, givenID, reference } from '../common.ts';
import { reportFormat } from '../report/report-template.ts';

/** Every type that the API knows; `shared/domain/task` says which ones this service offers. */
export const taskType = z.enum([
  'scan-for-open-ports',
  'send-alert-summary',
  'discover-computers',
  'run-script',
  'send-policy',
  'generate-report',
  'synchronize-directory',
  'synchronize-users',
  'scan-for-recommendations',
  'synchronize-vcenter',
  'scan-for-integrity-changes',
  'scan-for-malware',
  'check-for-security-updates',
  'synchronize-cloud-account',
  'check-for-software-updates',
  'update-suspicious-objects-list',
]);

export const computerFilter = z.object({
  type: z.enum([
    'computer',
    'all-computers',
    'computers-in-group',
    'computers-in-group-or-subgroup',
    'computers-using-policy',
    'computers-using-policy-or-subpolicy',
    'computers-in-smart-folder',
  ]),
  computerID: reference.optional(),
  computerGroupID: reference.optional(),
  policyID: reference.optional(),
  smartFolderID: reference.optional(),
});

const recipients = z.object({
  allAdministratorsAndContacts: bool.optional(),
  administratorIDs: z.array(givenID).max(1000).optional(),
  contactIDs: z.array(givenID).max(1000).optional(),
});

const onComputers = z.object({ computerFilter: computerFilter.optional() });

export const classification = z.enum([
  'blank',
  'topsecret',
  'secret',
  'confidential',
  'official',
  'les',
  'limited',
  'unclassified',
  'internal',
]);

const report = z.object({
  reportTemplateID: givenID,
  format: reportFormat.default('pdf'),
  classification: classification.optional(),
  recipients: recipients.optional(),
  timeRange: z
    .object({
      units: z.enum(['hour', 'day', 'week', 'month']).optional(),
      value: z.number().int().min(1).max(10_000).optional(),
    })
    .optional(),
  tagFilter: z
    .object({
      type: z.enum(['all', 'untagged', 'specific-tags']).optional(),
      tags: z.array(z.string().max(254)).max(100).optional(),
    })
    .optional(),
  computerFilter: computerFilter.optional(),
});

/** One member for each type of task that takes parameters, for the types this service offers. */
export const taskParameters = {
  scanForOpenPortsTaskParameters: onComputers.optional(),
  sendAlertSummaryTaskParameters: z.object({ recipients: recipients.optional() }).optional(),
  sendPolicyTaskParameters: onComputers.optional(),
  scanForRecommendationsTaskParameters: onComputers.optional(),
  checkForSecurityUpdatesTaskParameters: onComputers
    .extend({
      timeout: z.enum(['never', 'one-hour', 'two-hours', 'four-hours', 'eight-hours']).optional(),
    })
    .optional(),
  generateReportTaskParameters: report.optional(),
};
export type ComputerFilter = z.infer<typeof computerFilter>;
export type Recipients = z.infer<typeof recipients>;
