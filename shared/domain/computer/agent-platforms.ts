/** A platform that an agent version can be chosen for. Spelled as the API spells it (domain/api.md, agentVersionControl). */
export interface AgentPlatform {
  readonly ID: number;
  readonly distro: string;
  readonly platform: string;
  readonly architecture: '64-bit' | '64-bit Arm';
}

/**
 * Distributions of the API's list whose C library is new enough for the agent (glibc 2.28, requirement AGT-4).
 * AlmaLinux and Rocky Linux run it too, but the published SDKs do not know these words and give up on the whole list.
 */
const supported: readonly (readonly [string, string])[] = [
  ['Red Hat', 'Red Hat Enterprise 8'],
  ['CentOS', 'CentOS 8'],
  ['Oracle Linux', 'Oracle Linux Release 8'],
  ['CloudLinux', 'CloudLinux 8'],
  ['SUSE', 'SUSE Enterprise Server 15'],
  ['Ubuntu', 'Ubuntu Linux 20'],
  ['Debian', 'Debian 10'],
];

/** Ids are stable: tenants' choices refer to them. New ones go to the end. */
export const agentPlatforms: readonly AgentPlatform[] = supported.flatMap(([distro, platform], i) => [
  { ID: 2 * i + 1, distro, platform, architecture: '64-bit' as const },
  { ID: 2 * i + 2, distro, platform, architecture: '64-bit Arm' as const },
]);

/** Published agent versions, newest first. */
export const agentVersions: readonly string[] = ['0.1.0'];

export const DEFAULT_PROFILE = { ID: 1, name: 'Default' } as const;
