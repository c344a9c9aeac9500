import * as z from 'zod';
import { hostInfo } from './activation.ts';
import { trustedKey } from './signed.ts';

const contentState = z.object({
  sequence: z.number().int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

const moduleState = z.object({
  state: z.enum(['off', 'on', 'detect', 'prevent', 'error']),
  message: z.string().max(300).optional(),
});

/** What a host says of itself every few minutes. Small: it is the most frequent request of the service. */
export const beatRequest = z.object({
  protocol: z.number().int().min(1).max(1000),
  /** What is in force; absent before the first policy. */
  applied: contentState.optional(),
  /** A content that this host tried and rolled back; not offered again until it changes. */
  failed: contentState.extend({ reason: z.string().max(300) }).optional(),
  firewall: moduleState,
  intrusionPrevention: moduleState,
  /** Rules of the applied content that this host could not compile, with the reason. */
  refusedRules: z
    .array(z.object({ ruleID: z.number().int(), reason: z.string().max(200) }))
    .max(50)
    .optional(),
  /** Sequence of the list of killed rules that this host has, 0 for none; absent: it knows no such lists. */
  kills: z.number().int().min(0).optional(),
  /** Sealed batches that wait in the spool. */
  waiting: z.number().int().min(0),
  /** Present at the first beat after a start, and when a fact changed. */
  host: hostInfo.optional(),
});
export type BeatRequest = z.infer<typeof beatRequest>;

const todo = z.discriminatedUnion('what', [
  z.object({ what: z.literal('policy'), pointer: z.string() }),
  z.object({ what: z.literal('describe-host') }),
  /** Rules to take off at once: a signed list (`rule-kills.ts`), newer than the one that the host named. */
  z.object({ what: z.literal('rule-kills'), list: z.string() }),
  z.object({ what: z.literal('trust'), keys: z.array(trustedKey) }),
  /** Asked for at `requested` (epoch ms) and with every beat until the inventory of a scan for it arrives. */
  z.object({ what: z.literal('scan-for-recommendations'), requested: z.number().int() }),
  z.object({ what: z.literal('deactivate') }),
]);
export type Todo = z.infer<typeof todo>;

export const beatReply = z.object({
  /** Epoch ms. */
  serverTime: z.number().int(),
  /** Seconds until the next beat, already spread (cost.md section 1: agents must jitter). */
  nextBeat: z.number(),
  /** What to do now, in this order. A thing that this agent does not know is skipped. */
  todo: z.array(todo),
});
export type BeatReply = z.infer<typeof beatReply>;

/** The reply as an agent reads it: a newer plane may ask for things that an older agent has to skip. */
export const beatReplyForAgent = beatReply.extend({
  todo: z
    .array(z.unknown())
    .max(100)
    .transform((things) => things.flatMap((thing) => todo.safeParse(thing).data ?? [])),
});
