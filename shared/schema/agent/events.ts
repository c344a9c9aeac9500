import * as z from 'zod';
import { ID, time } from '../api/common.ts';

/**
 * Events of a host travel and are stored as sealed batches: `zstd(JSON(batchContent))`. A batch gets its id when
 * the spool seals it and is never cut again, so the same bytes arrive on every retry and are stored once.
 */
export const MAX_BATCH_BYTES = 300 * 1024;
export const MAX_BATCH_UNPACKED = 4 * 1024 * 1024;
export const MAX_BATCH_EVENTS = 5000;

/** More than one event ever stands for, and little enough that a whole batch of them adds up exactly. */
const MAX_REPEATS = 1_000_000_000_000;

/** Of one packet, from its IP header on; of all packets of a batch together. */
export const MAX_PACKET_BYTES = 2048;
export const MAX_PACKETS_BYTES = 256 * 1024;

const LONGEST_BASE64 = Math.ceil(MAX_PACKET_BYTES / 3) * 4;
const bytesOf = (base64: string): number => (base64.replace(/=+$/, '').length * 3) >> 2;

const address = z.string().max(45);
const port = z.number().int().min(0).max(65_535);

/** What packet events of both modules tell; names as in the JSON events of events.md section 8, camel case. */
const packetEvent = {
  /** Epoch ms by the host's clock; `endAt` only on folded events. */
  at: time,
  endAt: time.optional(),
  repeatCount: z.number().int().min(1).max(MAX_REPEATS).default(1),
  direction: z.enum(['incoming', 'outgoing']),
  protocol: z.string().max(10),
  sourceIP: address,
  sourcePort: port.optional(),
  destinationIP: address,
  destinationPort: port.optional(),
  interface: z.string().max(20).optional(),
  packetSize: z.number().int().min(0).optional(),
};

export const severities = ['low', 'medium', 'high', 'critical'] as const;

export const intrusionPreventionEvent = z.object({
  kind: z.literal('intrusion-prevention'),
  ...packetEvent,
  /** The rule that hit; absent when the engine itself had a reason. */
  ruleID: ID.optional(),
  sid: z.number().int().optional(),
  /** Engine reason of events.md section 4, else 0. */
  status: z.number().int(),
  reason: z.string().max(300),
  severity: z.enum(severities),
  action: z.enum(['block', 'reset', 'detect-only-block', 'detect-only-reset', 'log']),
  flow: z.enum(['connection', 'reverse']),
  positionInStream: z.number().int().min(0).optional(),
  /** The packet itself came too, and is asked for apart. */
  packetData: z.boolean().optional(),
});

export const firewallEvent = z.object({
  kind: z.literal('firewall'),
  ...packetEvent,
  ruleID: ID.optional(),
  /** 20 log-only rule, 21 deny rule, else events.md section 3. */
  status: z.number().int(),
  reason: z.string().max(300),
  action: z.enum(['deny', 'log-only', 'detect-only-deny']),
  frameType: z.string().max(10).optional(),
  flags: z.string().max(60).optional(),
});

/** Things that happened to the agent itself; numbers and titles of events.md section 6. */
export const agentEvent = z.object({
  kind: z.literal('agent'),
  at: time,
  number: z.number().int(),
  severity: z.enum(['info', 'warning', 'error']),
  title: z.string().max(120),
  description: z.string().max(1000).optional(),
});

export const hostEvent = z.discriminatedUnion('kind', [intrusionPreventionEvent, firewallEvent, agentEvent]);
export type HostEvent = z.infer<typeof hostEvent>;
export type IntrusionPreventionEvent = z.infer<typeof intrusionPreventionEvent>;
export type FirewallEvent = z.infer<typeof firewallEvent>;
export type AgentEvent = z.infer<typeof agentEvent>;

/** Sorts by sealing time: 13 digits of epoch ms, then the spool's own running number. */
export const batchID = z.string().regex(/^\d{13}-\d{1,10}$/, 'must read like 1767225600000-12');

export const batchContent = z.object({
  id: batchID,
  /** Each event is parsed on its own: one bad event does not cost the rest. */
  events: z.array(z.unknown()).min(1).max(MAX_BATCH_EVENTS),
  /** Packets that events of this batch tell of, each parsed on its own as well. */
  packets: z.array(z.unknown()).max(MAX_BATCH_EVENTS).optional(),
});

/** The packet of the intrusion prevention event that stands at `index` of its batch. */
export const capturedPacket = z.object({
  index: z.number().int().min(0).max(MAX_BATCH_EVENTS),
  data: z
    .base64()
    .min(4)
    .max(LONGEST_BASE64)
    .refine((text) => bytesOf(text) <= MAX_PACKET_BYTES, `must be at most ${MAX_PACKET_BYTES} bytes`),
});
export type CapturedPacket = z.infer<typeof capturedPacket>;

export const batchReply = z.object({
  id: z.string(),
  accepted: z.number().int(),
  /** Already stored by an earlier attempt. */
  duplicate: z.boolean(),
  refused: z.array(z.object({ index: z.number().int(), message: z.string() })),
  /** Packets that were not kept; `index` is their place among the batch's packets. */
  refusedPackets: z.array(z.object({ index: z.number().int(), message: z.string() })).optional(),
});
export type BatchReply = z.infer<typeof batchReply>;

/** Query member that repeats the id, so that the plane can answer a duplicate without unpacking the body. */
export const batchQuery = z.object({ id: batchID });
