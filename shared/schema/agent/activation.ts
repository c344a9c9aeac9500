import * as z from 'zod';
import { trustedKey } from './signed.ts';

export const tenantGuid = z
  .string()
  .regex(/^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/, 'must be a GUID')
  .transform((guid) => guid.toLowerCase());

/** Facts of the host, sent at activation and whenever they change. */
export const hostInfo = z.object({
  hostName: z.string().min(1).max(254),
  platform: z.string().max(200),
  kernel: z.string().max(200),
  architecture: z.string().max(20),
  agentVersion: z.string().max(40),
  addresses: z.array(z.string().max(45)).max(64),
  /** Container runtimes seen on it (AGT-15); absent from agents that did not look yet. */
  containers: z.array(z.string().max(40)).max(8).optional(),
  /** The system asks for a reboot (AGT-9). */
  rebootRequired: z.boolean().optional(),
  /** The system is set up to reach the internet through a proxy (AGT-7). */
  proxy: z.boolean().optional(),
  /** What this host cannot do, in words, e.g. a missing nft. */
  problems: z.array(z.string().max(300)).max(16),
});
export type HostInfo = z.infer<typeof hostInfo>;

/** Keywords of the field's activation command (behaviour.md section 7) that this service knows. */
export const activationRequest = z.object({
  tenantID: tenantGuid,
  token: z.string().min(8).max(128),
  protocol: z.number().int().min(1).max(1000),
  host: hostInfo,
  displayName: z.string().max(2000).optional(),
  description: z.string().max(2000).optional(),
  policyID: z.number().int().positive().optional(),
  policy: z.string().max(254).optional(),
  groupID: z.number().int().positive().optional(),
  /** A path of names, `Tokyo/Web`. Planes before 2026-11-23 do not know it. */
  group: z.string().max(2000).optional(),
});
export type ActivationRequest = z.infer<typeof activationRequest>;

export const activationReply = z.object({
  computerID: z.number().int(),
  hostGUID: z.string(),
  tenantID: z.string(),
  protocol: z.number().int(),
  /** Epoch ms. */
  serverTime: z.number().int(),
  /** Seconds until the first beat: soon, spread so that a fleet does not come at once. */
  firstBeat: z.number(),
  trust: z.array(trustedKey).min(1),
  /** The policy that the computer got; 0: none. Absent from planes that did not tell yet. */
  policyID: z.number().int().min(0).optional(),
});
export type ActivationReply = z.infer<typeof activationReply>;
