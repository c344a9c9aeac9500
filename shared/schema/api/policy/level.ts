import * as z from 'zod';
import { bool, changeOf, givenID, ID, reference } from '../common.ts';
import { recommendationMembers } from '../scan/recommendation.ts';
import { applicationTypes } from './application-type.ts';
import { firewallRules } from './firewall-rule.ts';
import { intrusionPreventionRules } from './intrusion-prevention-rule.ts';

/** `?overrides=true` asks for what is set on this very object; Python clients write `True`. */
export const overridesQuery = z.object({ overrides: bool.optional() });

/** Clients also send numbers and switches as such; on the wire back they are text. */
export const settingBody = z.object({
  value: z.union([z.string().max(4000), z.number(), z.boolean()]).transform(String),
});
export const settingValue = z.object({ value: z.string() });
/** By the setting's name. */
export const settingBodies = z.record(z.string().max(120), settingBody);
export const settingValues = z.record(z.string(), settingValue);
export type SettingValues = z.infer<typeof settingValues>;

export const ruleIDs = z.array(givenID).max(5000);
export const ruleIDsBody = z.object({ ruleIDs });
/** A replacement without a body takes everything off. */
export const replacedRuleIDs = z.object({ ruleIDs: ruleIDs.default([]) });

export const ipsAssignments = z.object({
  assignedRuleIDs: z.array(ID),
  assignedApplicationTypeIDs: z.array(ID),
  ...recommendationMembers,
});
export const firewallAssignments = z.object({ assignedRuleIDs: z.array(ID) });

const statefulAssignment = z.object({
  interfaceID: z.number().int().optional(),
  interfaceTypeID: z.number().int().optional(),
  statefulConfigurationID: z.number().int().min(0),
});
const statefulAssignments = z.object({
  statefulConfigurationAssignments: z.array(statefulAssignment).max(100).optional(),
});

/** The firewall of a policy or computer as a caller may write it. */
export const firewallLevelBody = z.object({
  state: z.enum(['inherited', 'on', 'off']).optional(),
  globalStatefulConfigurationID: reference.optional(),
  statefulConfigurationAssignments: statefulAssignments.optional(),
  ruleIDs: ruleIDs.optional(),
});
export const ipsLevelBody = z.object({
  state: z.enum(['inherited', 'prevent', 'detect', 'off']).optional(),
  ruleIDs: ruleIDs.optional(),
});
export type FirewallLevelBody = z.output<typeof firewallLevelBody>;
export type IpsLevelBody = z.output<typeof ipsLevelBody>;

/** The same as answered; only own values with `overrides`, so every member may be missing. */
export const firewallLevel = z.object({
  state: z.enum(['on', 'off']).optional(),
  globalStatefulConfigurationID: z.number().int().optional(),
  statefulConfigurationAssignments: statefulAssignments.optional(),
  ruleIDs: z.array(ID).optional(),
});
export const ipsLevel = z.object({
  state: z.enum(['prevent', 'detect', 'off']).optional(),
  ruleIDs: z.array(ID).optional(),
  applicationTypeIDs: z.array(ID).optional(),
});

/** What a policy or a computer may change of a rule for itself; other members are the rule's own and ignored. */
export const firewallRuleOverride = changeOf(firewallRules.body).omit({ name: true, description: true });
export const ipsRuleOverride = z.object({
  priority: intrusionPreventionRules.read.shape.priority.optional(),
  severity: intrusionPreventionRules.read.shape.severity.optional(),
  detectOnly: bool.optional(),
  eventLoggingDisabled: bool.optional(),
  generateEventOnPacketDrop: bool.optional(),
  alwaysIncludePacketData: bool.optional(),
  debugModeEnabled: bool.optional(),
  alertEnabled: bool.optional(),
  scheduleID: reference.optional(),
  contextID: reference.optional(),
  recommendationsMode: z.enum(['enabled', 'ignored']).optional(),
});
const portText = z
  .string()
  .regex(/^\d{1,5}(\s*-\s*\d{1,5})?$/, 'must be a port or a range such as 8000-8010');
export const applicationTypeOverride = z.object({
  direction: z.enum(['incoming', 'outgoing']).optional(),
  protocol: z.enum(['icmp', 'tcp', 'udp', 'tcp-udp']).optional(),
  portType: z.enum(['any', 'multiple', 'port-list']).optional(),
  portMultiple: z.array(portText).max(500).optional(),
  portListID: reference.optional(),
  recommendationsMode: z.enum(['enabled', 'ignored']).optional(),
});

const overridden = <S extends z.ZodObject>(schema: S) => schema.partial().required({ ID: true } as never);

/** A rule as one level sees it, or only what is overridden there. */
export const levelFirewallRule = overridden(firewallRules.read);
export const levelIpsRule = overridden(intrusionPreventionRules.read);
export const levelApplicationType = overridden(applicationTypes.read);
export const levelFirewallRules = z.object({ firewallRules: z.array(levelFirewallRule) });
export const levelIpsRules = z.object({ intrusionPreventionRules: z.array(levelIpsRule) });
export const levelApplicationTypes = z.object({ applicationTypes: z.array(levelApplicationType) });
