import * as z from 'zod';

/** What an answer about computers may be extended by (domain/api.md section 2). */
export const expandable = [
  'computerStatus',
  'tasks',
  'securityUpdates',
  'computerSettings',
  'allSecurityModules',
  'antiMalware',
  'webReputation',
  'activityMonitoring',
  'firewall',
  'intrusionPrevention',
  'integrityMonitoring',
  'logInspection',
  'applicationControl',
  'SAP',
  'interfaces',
  'ESXSummary',
  'allVirtualMachineSummaries',
  'azureARMVirtualMachineSummary',
  'azureVMVirtualMachineSummary',
  'ec2VirtualMachineSummary',
  'noConnectorVirtualMachineSummary',
  'vmwareVMVirtualMachineSummary',
  'vcloudVMVirtualMachineSummary',
  'workspaceVirtualMachineSummary',
  'gcpVirtualMachineSummary',
] as const;
export type Expandable = (typeof expandable)[number];
export type Expand = ReadonlySet<Expandable>;

const modules: readonly Expandable[] = [
  'antiMalware',
  'webReputation',
  'activityMonitoring',
  'firewall',
  'intrusionPrevention',
  'integrityMonitoring',
  'logInspection',
  'applicationControl',
  'SAP',
];

const known: ReadonlySet<string> = new Set(['none', 'all', ...expandable]);

/**
 * A repeated parameter arrives joined by commas, a list that a shell script wrote into one text by spaces; without it
 * everything is told.
 */
export const expandQuery = z
  .string()
  .max(2000)
  .transform((text) => text.split(/[,\s]+/).filter((option) => option !== ''))
  .refine((options) => options.every((option) => known.has(option)), {
    error: `must be of none, all, ${expandable.join(', ')}`,
  })
  .optional();

/** The members that options stand for; `none` wins over nothing else said, `all` over everything. */
export const expandOf = (options: readonly string[] | undefined): Expand => {
  if (options === undefined || options.includes('all')) return new Set(expandable);
  const named = expandable.filter((option) => options.includes(option));
  return new Set(named.includes('allSecurityModules') ? [...named, ...modules] : named);
};
