import * as z from 'zod';
import type { FieldKind } from '../../../domain/search/filter.ts';
import { defineCollection } from '../collection.ts';
import { bool, description, ID, name, reference } from '../common.ts';
import { portEntries } from '../rules/rule-parts.ts';

const address = z.union([z.ipv4(), z.ipv6()]);
const MAC = z
  .string()
  .regex(/^([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}$/, 'must be a MAC address such as 00:11:22:aa:bb:cc');
const empty = z.literal('');

const IPType = z.enum(['any', 'masked-ip', 'range', 'ip-list', 'single', 'multiple']);
const MACType = z.enum(['any', 'single', 'mac-list', 'multiple']);
const portType = z.enum(['any', 'multiple', 'port-list']);
const maskText = z.string().regex(/^(\d{1,3}|[0-9.]{7,15}|)$/, 'must be a mask such as 255.255.255.0 or 24');

/** The members of one end of the traffic; `source` and `destination` have the same. */
const side = {
  IPType: IPType.default('any'),
  IPValue: z.union([address, empty]).optional(),
  IPMask: maskText.optional(),
  IPRangeFrom: z.union([address, empty]).optional(),
  IPRangeTo: z.union([address, empty]).optional(),
  IPMultiple: z
    .array(z.union([address, z.cidrv4(), z.cidrv6()]))
    .max(500)
    .optional(),
  IPListID: reference.optional(),
  IPNot: bool.default(false),
  MACType: MACType.default('any'),
  MACValue: z.union([MAC, empty]).optional(),
  MACMultiple: z.array(MAC).max(500).optional(),
  MACListID: reference.optional(),
  MACNot: bool.default(false),
  portType: portType.default('any'),
  portMultiple: portEntries.optional(),
  portListID: reference.optional(),
  portNot: bool.default(false),
};

type Side = typeof side;
type Spelled<K extends string> = K extends `port${infer Rest}` ? `Port${Rest}` : K;
type Sided<P extends string> = { [K in keyof Side & string as `${P}${Spelled<K>}`]: Side[K] };

const of = <P extends 'source' | 'destination'>(prefix: P): Sided<P> =>
  Object.fromEntries(
    Object.entries(side).map(([member, schema]) => [`${prefix}${member.replace(/^port/, 'Port')}`, schema]),
  ) as Sided<P>;

/** A firewall rule as a caller may write it: the manager fills in the rest (domain/api.md section 7). */
const body = z.object({
  name,
  description: description.default(''),
  action: z.enum(['log-only', 'allow', 'deny', 'force-allow', 'bypass']).default('deny'),
  priority: z.enum(['0', '1', '2', '3', '4']).default('0'),
  direction: z.enum(['incoming', 'outgoing']).default('incoming'),
  frameType: z.enum(['any', 'ip', 'arp', 'revarp', 'ipv4', 'ipv6', 'other']).default('ip'),
  frameNumber: z.number().int().min(0).max(65_535).optional(),
  frameNot: bool.default(false),
  protocol: z
    .enum([
      'any',
      'icmp',
      'igmp',
      'ggp',
      'tcp',
      'pup',
      'udp',
      'idp',
      'nd',
      'raw',
      'tcp-udp',
      'icmpv6',
      'other',
    ])
    .default('any'),
  protocolNumber: z.number().int().min(0).max(255).optional(),
  protocolNot: bool.default(false),
  ...of('source'),
  ...of('destination'),
  anyFlags: bool.default(true),
  tcpflags: z
    .array(z.enum(['fin', 'syn', 'rst', 'psh', 'ack', 'urg']))
    .max(6)
    .optional(),
  TCPNot: bool.optional(),
  ICMPType: z.number().int().min(0).max(255).optional(),
  ICMPCode: z.number().int().min(0).max(255).optional(),
  ICMPNot: bool.optional(),
  logDisabled: bool.default(false),
  includePacketData: bool.default(false),
  alertEnabled: bool.default(false),
  scheduleID: reference.optional(),
  contextID: reference.optional(),
});

const kindOf = (member: string): FieldKind | undefined => {
  if (/^(ICMPType|ICMPCode|tcpflags)$/.test(member)) return undefined;
  if (/(Multiple)$/.test(member)) return 'strings';
  if (/(ID|Number)$/.test(member)) return 'numeric';
  if (/(Not|anyFlags|Disabled|Enabled|PacketData)$/.test(member)) return 'boolean';
  if (/(Type|action|priority|direction|protocol)$/.test(member)) return 'choice';
  return 'string';
};

export const firewallRules = defineCollection({
  path: '/api/firewallrules',
  envelope: 'firewallRules',
  param: 'firewallRuleID',
  thing: 'firewall rule',
  function: 'rules',
  body,
  read: body.extend({ ID }),
  references: [
    'sourceIPListID',
    'sourceMACListID',
    'sourcePortListID',
    'destinationIPListID',
    'destinationMACListID',
    'destinationPortListID',
    'scheduleID',
    'contextID',
  ],
  /** Every member may be searched but TCP flags and ICMP numbers (domain/api.md, firewallRule). */
  fields: Object.fromEntries(
    Object.keys(body.shape).flatMap((member) => {
      const kind = kindOf(member);
      return kind ? [[member, kind]] : [];
    }),
  ),
  rights: {
    create: 'firewallRights.firewallRuleRights.canCreateNewFirewallRules',
    edit: 'firewallRights.firewallRuleRights.canEditFirewallRuleProperties',
    remove: 'firewallRights.firewallRuleRights.canDeleteFirewallRules',
  },
});
export const firewallRule = firewallRules.read;
