import * as z from 'zod';
import type { Fields } from '../../../domain/search/filter.ts';
import { changeOf, description, ID, name, reference } from '../common.ts';
import {
  firewallLevel,
  firewallLevelBody,
  ipsLevel,
  ipsLevelBody,
  settingBodies,
  settingValues,
} from './level.ts';

export const policyBody = z.object({
  name,
  description: description.optional(),
  parentID: reference.optional(),
  policySettings: settingBodies.optional(),
  recommendationScanMode: z.enum(['off', 'ongoing']).optional(),
  autoRequiresUpdate: z.enum(['off', 'on']).optional(),
  firewall: firewallLevelBody.optional(),
  intrusionPrevention: ipsLevelBody.optional(),
});
export const policyChange = changeOf(policyBody);
export type PolicyChange = z.output<typeof policyChange>;

const moduleStatus = z.object({
  status: z.enum(['inactive', 'active', 'warning', 'error', 'not-supported']),
  statusMessage: z.string(),
});

export const interfaceTypeBody = z.object({
  name,
  description: description.optional(),
  /** Patterns of interface names, `eth*`. */
  matches: z.array(z.string().min(1).max(100)).max(100).default([]),
});
export const interfaceTypeChange = changeOf(interfaceTypeBody);
export const interfaceType = z.object({
  ID,
  name: z.string(),
  description: z.string().optional(),
  matches: z.array(z.string()),
});
export const interfaceTypes = z.object({ interfaceTypes: z.array(interfaceType) });
export const interfaceTypeFields: Fields = { name: 'string', description: 'string', matches: 'strings' };

/** A module that this service does not offer: clients expect to find it, and find it off. */
const absentModule = z.object({ state: z.literal('off'), moduleStatus }).optional();

/** With `overrides`, only what is set on the policy itself; so only its own name and id are always there. */
export const policy = z.object({
  ID,
  name: z.string(),
  description: z.string().optional(),
  parentID: ID.optional(),
  policySettings: settingValues.optional(),
  recommendationScanMode: z.enum(['off', 'ongoing']).optional(),
  autoRequiresUpdate: z.enum(['off', 'on']).optional(),
  interfaceTypes: interfaceTypes.optional(),
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
export type Policy = z.infer<typeof policy>;
export const policies = z.object({ policies: z.array(policy) });
export const policyFields: Fields = {
  parentID: 'numeric',
  name: 'string',
  description: 'string',
  recommendationScanMode: 'choice',
  autoRequiresUpdate: 'choice',
};
