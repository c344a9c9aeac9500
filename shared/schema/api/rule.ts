import * as z from 'zod';
import { bool, changeOf, description, ID, name, time } from './common.ts';

export const intrusionPreventionRule = z.object({
  ID,
  name: z.string(),
  description: z.string(),
  identifier: z.string(),
  applicationTypeID: ID,
  priority: z.enum(['lowest', 'low', 'normal', 'high', 'highest']),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  type: z.enum(['custom', 'smart', 'vulnerability', 'exploit', 'hidden', 'policy', 'info']),
  detectOnly: z.boolean(),
  originalIssue: time,
  lastUpdated: time,
  CVSSScore: z.string().optional(),
  CVE: z.array(z.string()).optional(),
});
export const intrusionPreventionRules = z.object({
  intrusionPreventionRules: z.array(intrusionPreventionRule),
});

export const applicationType = z.object({
  ID,
  name: z.string(),
  description: z.string(),
  direction: z.enum(['incoming', 'outgoing']),
  protocol: z.enum(['icmp', 'tcp', 'udp', 'tcp-udp']),
  portType: z.enum(['any', 'multiple', 'port-list']),
  portMultiple: z.array(z.string()).optional(),
});
export const applicationTypes = z.object({ applicationTypes: z.array(applicationType) });

const address = z.union([z.ipv4(), z.ipv6()]);
const ipSide = {
  IPType: z.enum(['any', 'masked-ip', 'range', 'single', 'multiple']),
  IPValue: z.union([address, z.literal('')]).optional(),
  IPMask: z
    .string()
    .regex(/^(\d{1,3}|[0-9.]{7,15})$/, 'must be a mask such as 255.255.255.0 or 24')
    .optional(),
  IPRangeFrom: address.optional(),
  IPRangeTo: address.optional(),
  IPMultiple: z
    .array(z.union([address, z.cidrv4(), z.cidrv6()]))
    .max(500)
    .optional(),
  IPNot: bool.optional(),
};
const portList = z
  .array(z.string().regex(/^\d{1,5}(\s*-\s*\d{1,5})?$/, 'must be a port or a range such as 8000-8010'))
  .max(500);

/**
 * A firewall rule as a caller may write it: the manager fills in the rest (domain/api.md section 7). The types of
 * addresses and ports are any when nothing is said; `checkTypesNamed` sees whether they were forgotten.
 */
export const firewallRuleBody = z.object({
  name,
  description: description.optional(),
  action: z.enum(['log-only', 'allow', 'deny', 'force-allow', 'bypass']).default('deny'),
  priority: z.enum(['0', '1', '2', '3', '4']).default('0'),
  direction: z.enum(['incoming', 'outgoing']).default('incoming'),
  frameType: z.enum(['any', 'ip', 'ipv4', 'ipv6']).default('ip'),
  protocol: z.enum(['any', 'icmp', 'igmp', 'tcp', 'udp', 'tcp-udp', 'icmpv6', 'other']).default('any'),
  protocolNumber: z.number().int().min(0).max(255).optional(),
  sourceIPType: ipSide.IPType.optional(),
  sourceIPValue: ipSide.IPValue,
  sourceIPMask: ipSide.IPMask,
  sourceIPRangeFrom: ipSide.IPRangeFrom,
  sourceIPRangeTo: ipSide.IPRangeTo,
  sourceIPMultiple: ipSide.IPMultiple,
  sourceIPNot: ipSide.IPNot,
  sourcePortType: z.enum(['any', 'multiple']).optional(),
  sourcePortMultiple: portList.optional(),
  sourcePortNot: bool.optional(),
  destinationIPType: ipSide.IPType.optional(),
  destinationIPValue: ipSide.IPValue,
  destinationIPMask: ipSide.IPMask,
  destinationIPRangeFrom: ipSide.IPRangeFrom,
  destinationIPRangeTo: ipSide.IPRangeTo,
  destinationIPMultiple: ipSide.IPMultiple,
  destinationIPNot: ipSide.IPNot,
  destinationPortType: z.enum(['any', 'multiple']).optional(),
  destinationPortMultiple: portList.optional(),
  destinationPortNot: bool.optional(),
  logDisabled: bool.default(false),
});
export const firewallRuleChange = changeOf(firewallRuleBody);
export const firewallRule = firewallRuleBody.extend({ ID });
export const firewallRules = z.object({ firewallRules: z.array(firewallRule) });
