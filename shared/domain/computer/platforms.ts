/** A family of systems that the agent runs on, by its own name for itself (os-release, PRETTY_NAME). */
interface Family {
  readonly name: string;
  readonly pattern: RegExp;
  /** The oldest version with the C library that the agent needs (glibc 2.28). */
  readonly from: readonly [major: number, minor: number];
  /** Major versions that the agent's own tests ran on. */
  readonly tested: readonly number[];
}

/** AGT-4. What is not here may run, and nobody has tried; older versions cannot run the agent's Node 24. */
export const platformFamilies: readonly Family[] = [
  { name: 'Debian', pattern: /^Debian GNU\/Linux (\d+)(?:\.(\d+))?/, from: [10, 0], tested: [12] },
  { name: 'Ubuntu', pattern: /^Ubuntu (\d+)\.(\d+)/, from: [20, 4], tested: [] },
  {
    name: 'Red Hat Enterprise Linux',
    pattern: /^Red Hat Enterprise Linux\D*(\d+)(?:\.(\d+))?/,
    from: [8, 0],
    tested: [],
  },
  { name: 'CentOS', pattern: /^CentOS (?:Linux|Stream)\D*(\d+)(?:\.(\d+))?/, from: [8, 0], tested: [] },
  { name: 'Rocky Linux', pattern: /^Rocky Linux (\d+)(?:\.(\d+))?/, from: [8, 0], tested: [] },
  { name: 'AlmaLinux', pattern: /^AlmaLinux (\d+)(?:\.(\d+))?/, from: [8, 0], tested: [] },
  { name: 'Oracle Linux', pattern: /^Oracle Linux\D*(\d+)(?:\.(\d+))?/, from: [8, 0], tested: [] },
  { name: 'CloudLinux', pattern: /^CloudLinux (\d+)(?:\.(\d+))?/, from: [8, 0], tested: [] },
  {
    name: 'SUSE Linux Enterprise Server',
    pattern: /^SUSE Linux Enterprise Server (\d+)(?: SP(\d+))?/,
    from: [15, 3],
    tested: [],
  },
  { name: 'Amazon Linux', pattern: /^Amazon Linux (\d+)(?:\.(\d+))?/, from: [2023, 0], tested: [] },
];

/** Why a system is not supported, in a sentence; undefined where it is. `platform` as the host names itself. */
export const unsupportedPlatform = (platform: string): string | undefined => {
  for (const { name, pattern, from } of platformFamilies) {
    const match = pattern.exec(platform);
    if (!match) continue;
    const [major, minor] = [Number(match[1]), Number(match[2] ?? from[1])];
    const old = major < from[0] || (major === from[0] && minor < from[1]);
    return old
      ? `${platform} is older than ${name} ${from[0]}${from[1] > 0 ? `.${from[1]}` : ''}, the first that is supported.`
      : undefined;
  }
  return `${platform || 'The system'} is not among the supported systems.`;
};
