import * as z from 'zod';
import type { HostConfig } from '../../domain/policy/host-config.ts';

/** Bytes of a content as fetched, and as unpacked: a signed content is still read within bounds. */
export const MAX_CONTENT_BYTES = 4 * 1024 * 1024;
export const MAX_CONTENT_UNPACKED = 32 * 1024 * 1024;

/** The format that this code understands; read before anything else of a content. */
export const contentFormat = z.object({ format: z.number().int() });

const address = z.string().max(64);
const portText = z.string().max(32);
const ipType = z.enum(['any', 'masked-ip', 'range', 'ip-list', 'single', 'multiple']);
const macType = z.enum(['any', 'single', 'mac-list', 'multiple']);
const portType = z.enum(['any', 'multiple', 'port-list']);

/**
 * Every member that the host's compiler reads, so that a condition which it cannot enforce disarms the rule and is not
 * lost on the way. A new condition raises the content's format: an older agent must not overlook it.
 */
const firewallRule = z.object({
  ID: z.number().int(),
  name: z.string().max(254),
  action: z.enum(['log-only', 'allow', 'deny', 'force-allow', 'bypass']),
  priority: z.enum(['0', '1', '2', '3', '4']),
  direction: z.enum(['incoming', 'outgoing']),
  frameType: z.enum(['any', 'ip', 'arp', 'revarp', 'ipv4', 'ipv6', 'other']).optional(),
  frameNot: z.boolean().optional(),
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
    .optional(),
  protocolNumber: z.number().int().optional(),
  protocolNot: z.boolean().optional(),
  sourceIPType: ipType.optional(),
  sourceIPValue: address.optional(),
  sourceIPMask: address.optional(),
  sourceIPRangeFrom: address.optional(),
  sourceIPRangeTo: address.optional(),
  sourceIPMultiple: z.array(address).max(2000).optional(),
  sourceIPNot: z.boolean().optional(),
  sourceMACType: macType.optional(),
  sourcePortType: portType.optional(),
  sourcePortMultiple: z.array(portText).max(2000).optional(),
  sourcePortNot: z.boolean().optional(),
  destinationIPType: ipType.optional(),
  destinationIPValue: address.optional(),
  destinationIPMask: address.optional(),
  destinationIPRangeFrom: address.optional(),
  destinationIPRangeTo: address.optional(),
  destinationIPMultiple: z.array(address).max(2000).optional(),
  destinationIPNot: z.boolean().optional(),
  destinationMACType: macType.optional(),
  destinationPortType: portType.optional(),
  destinationPortMultiple: z.array(portText).max(2000).optional(),
  destinationPortNot: z.boolean().optional(),
  anyFlags: z.boolean().optional(),
  ICMPType: z.number().int().optional(),
  ICMPCode: z.number().int().optional(),
  ICMPNot: z.boolean().optional(),
  logDisabled: z.boolean().optional(),
  alertEnabled: z.boolean().optional(),
  includePacketData: z.boolean().optional(),
  scheduleID: z.number().int().optional(),
  contextID: z.number().int().optional(),
});

export const hostRule = z.object({
  ID: z.number().int(),
  name: z.string().max(254),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  applicationTypeID: z.number().int(),
  signatures: z.array(z.string().max(64 * 1024)).max(200),
  action: z.enum(['drop', 'reset']),
  detectOnly: z.boolean(),
  alwaysIncludePacketData: z.literal(true).optional(),
  protocol: z.enum(['tcp', 'udp', 'tcp-udp', 'icmp']),
  direction: z.enum(['incoming', 'outgoing']).optional(),
  ports: z.array(portText).max(2000),
});

/** `HostConfig` as it arrives on a host: the content behind a pointer of purpose `policy`. */
export const hostConfig = z.object({
  format: z.literal(1),
  firewall: z.object({ state: z.enum(['on', 'off']), rules: z.array(firewallRule).max(5000) }),
  intrusionPrevention: z.object({
    state: z.enum(['off', 'detect', 'prevent']),
    engineMode: z.enum(['inline', 'tap']),
    onFailure: z.enum(['open', 'closed']),
    rules: z.array(hostRule).max(10_000),
  }),
}) satisfies z.ZodType<HostConfig>;
