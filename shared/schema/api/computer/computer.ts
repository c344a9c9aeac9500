import * as z from 'zod';
import type { FieldKind, Fields } from '../../../domain/search/filter.ts';
import { bool, changeOf, description, ID, reference, time } from '../common.ts';
import { expandQuery } from '../expand.ts';
import {
  firewallLevel,
  firewallLevelBody,
  ipsLevel,
  ipsLevelBody,
  settingBodies,
  settingValues,
} from '../policy/level.ts';

export const computerQuery = z.object({ expand: expandQuery, overrides: bool.optional() });

const status = z.enum(['inactive', 'active', 'warning', 'error', 'not-supported']);
const moduleStatus = z.object({ agentStatus: status, agentStatusMessage: z.string() });
/** A module that this service does not offer: clients expect to find it, and find it off. */
const absentModule = z.object({ state: z.literal('off'), moduleStatus }).optional();

const component = z.object({
  name: z.string(),
  forUseBy: z.string(),
  platform: z.string(),
  version: z.string(),
  latest: z.boolean(),
});
const components = z.array(component);

/** Complex members are there as far as `expand` asks for them. */
export const computer = z.object({
  ID,
  hostName: z.string(),
  displayName: z.string(),
  description: z.string(),
  lastIPUsed: z.string(),
  platform: z.string(),
  groupID: z.number().int(),
  policyID: z.number().int().optional(),
  relayListID: z.number().int(),
  agentFingerPrint: z.string().optional(),
  agentVersion: z.string(),
  lastAgentCommunication: time.optional(),
  hostGUID: z.string(),
  computerStatus: z.object({ agentStatus: status, agentStatusMessages: z.array(z.string()) }).optional(),
  tasks: z.object({ agentTasks: z.array(z.string()) }).optional(),
  securityUpdates: z
    .object({
      updateStatus: z.object({ status, statusMessage: z.string() }),
      lastChanged: time.optional(),
      rules: components,
      antiMalware: components,
      webReputationService: components,
      manifests: components,
      other: components,
      /** Ours: the latest check that was asked of this computer; `ended` when it is known how it went. */
      lastCheck: z
        .object({
          requested: time,
          started: time,
          ended: time.optional(),
          result: z.enum(['successful', 'failed']).optional(),
        })
        .optional(),
    })
    .optional(),
  computerSettings: settingValues.optional(),
  interfaces: z
    .object({
      interfaces: z.array(
        z.object({ ID, name: z.string(), detected: z.boolean(), IPs: z.array(z.string()) }),
      ),
    })
    .optional(),
  antiMalware: absentModule,
  webReputation: absentModule,
  activityMonitoring: absentModule,
  firewall: firewallLevel.extend({ moduleStatus: moduleStatus.optional() }).optional(),
  intrusionPrevention: ipsLevel.extend({ moduleStatus: moduleStatus.optional() }).optional(),
  integrityMonitoring: absentModule,
  logInspection: absentModule,
  applicationControl: absentModule,
  SAP: absentModule,
});
export type Computer = z.infer<typeof computer>;
export const computers = z.object({ computers: z.array(computer) });

const hostName = z.string().trim().min(1, 'cannot be blank').max(254);

export const newComputer = z.object({
  hostName,
  displayName: z.string().max(2000).default(''),
  description: description.default(''),
  groupID: reference.default(0),
  policyID: reference.default(0),
  relayListID: reference.default(0),
  assetImportanceID: reference.default(0),
  computerSettings: settingBodies.optional(),
  firewall: firewallLevelBody.optional(),
  intrusionPrevention: ipsLevelBody.optional(),
});
export const computerChange = changeOf(newComputer);
export type ComputerChange = z.output<typeof computerChange>;

/** Of machines in clouds and on hypervisors, which this service does not know as such: searched in vain, not refused. */
const machines = {
  ec2VirtualMachineSummary:
    'accountID operatingSystem privateIPAddress publicIPAddress availabilityZone instanceID type virtualizationType',
  azureVMVirtualMachineSummary:
    'subscriptionID operatingSystem publicVirtualIPAddress privateIPAddress publicIPAddress location instanceID imageID cloudService deploymentID type',
  azureARMVirtualMachineSummary:
    'subscriptionID resourceGroup location type operatingSystem publicIPAddress privateIPAddress cloudService deploymentID imageID securityGroup',
  gcpVirtualMachineSummary: 'operatingSystem instanceID privateIPAddress publicIPAddress zone vCPUs memory',
  noConnectorVirtualMachineSummary: 'accountID directoryID userName instanceID region',
  vmwareVMVirtualMachineSummary: 'operatingSystem biosUUID CPU',
  vcloudVMVirtualMachineSummary: 'operatingSystem instanceID type',
  workspaceVirtualMachineSummary: 'accountID userName workspaceID bundleID workspaceHardware',
  ESXSummary: 'manufacturer model processors processorType numberOfNICs vMotionEnabled',
};
const machineField = (field: string): FieldKind => {
  if (/^(vCPUs|memory|CPU|processors|numberOfNICs)$/.test(field)) return 'numeric';
  return field === 'vMotionEnabled' ? 'boolean' : 'string';
};
const machineFields = Object.fromEntries(
  Object.entries(machines).flatMap(([summary, fields]) =>
    fields.split(' ').map((field) => [`${summary}/${field}`, machineField(field)]),
  ),
);

/** What a search may name; sub-objects with a slash (domain/api.md section 5). */
export const computerFields: Fields = {
  hostName: 'string',
  displayName: 'string',
  description: 'string',
  lastIPUsed: 'string',
  platform: 'string',
  groupID: 'numeric',
  policyID: 'numeric',
  assetImportanceID: 'numeric',
  relayListID: 'numeric',
  agentFingerPrint: 'string',
  lastAgentCommunication: 'date',
  lastSendPolicyRequest: 'date',
  lastSendPolicySuccess: 'date',
  agentVersion: 'string',
  hostGUID: 'string',
  'tasks/agentTasks': 'strings',
  'tasks/applianceTasks': 'strings',
  'interfaces/interfaceTypeID': 'numeric',
  'interfaces/name': 'string',
  'interfaces/displayName': 'string',
  'interfaces/detected': 'boolean',
  'interfaces/MAC': 'string',
  'interfaces/DHCP': 'boolean',
  ...machineFields,
};
