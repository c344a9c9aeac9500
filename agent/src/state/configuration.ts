import * as z from 'zod';
import type { HostRule } from '../../../shared/domain/policy/host-config.ts';
import { hostRule } from '../../../shared/schema/agent/content.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The content that is in force and confirmed: loaded at start before any contact. */
export const inForce = z.object({
  sequence: z.number().int().positive(),
  hash,
  /** Of the content unpacked: what was made of a delta is packed here, and its name is not its hash. */
  unpacked: hash.optional(),
  /** Former versions of rules whose newer version does not compile here; they go on protecting. */
  kept: z.array(hostRule),
});
export interface InForce {
  readonly sequence: number;
  readonly hash: string;
  readonly unpacked?: string | undefined;
  readonly kept: readonly HostRule[];
}

/** A content between being applied and being confirmed. Found at start: the agent died in between. */
export const trying = z.object({ sequence: z.number().int().positive(), hash });
export type Trying = z.infer<typeof trying>;

/** A content that was rolled back or cannot be used; it is not tried again until it changes, or the agent does. */
export const failed = z.object({
  sequence: z.number().int().positive(),
  hash,
  reason: z.string(),
  agentVersion: z.string(),
});
export type Failed = z.infer<typeof failed>;
