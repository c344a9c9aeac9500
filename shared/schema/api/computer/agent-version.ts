import * as z from 'zod';
import { ID, pathID } from '../common.ts';

const type = z.enum(['latest', 'latest-lts', 'specified', 'unknown']);
const version = z.string().max(40);

export const agentVersionControlProfile = z.object({ ID, name: z.string() });
export const agentVersionControlProfiles = z.object({
  agentVersionControlProfiles: z.array(agentVersionControlProfile),
});
export const profileParams = z.object({ agentVersionControlProfileID: pathID });
export const controlParams = profileParams.extend({ agentVersionControlID: pathID });

export const agentVersionControl = z.object({
  ID,
  os: z.literal('Linux'),
  distro: z.string(),
  platform: z.string(),
  architecture: z.enum(['64-bit', '64-bit Arm']),
  type,
  /** Only with type `specified`. */
  version: version.optional(),
  availableVersions: z.array(
    z.object({ version: z.string(), isLatest: z.boolean(), isLatestLTS: z.boolean() }),
  ),
});
export type AgentVersionControl = z.infer<typeof agentVersionControl>;
export const agentVersionControls = z.object({ agentVersionControls: z.array(agentVersionControl) });

/** What a change names by ID; members that are read-only are ignored. */
export const changedAgentVersionControls = z.object({
  agentVersionControls: z.array(z.object({ ID, type, version: version.optional() })).max(200),
});
export const agentVersionControlFields = {
  os: 'choice',
  distro: 'choice',
  platform: 'choice',
  architecture: 'choice',
  type: 'choice',
  version: 'string',
} as const;
