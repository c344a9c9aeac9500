/** What a host runs and has installed, as its agent found it. */
export interface Inventory {
  readonly os: {
    /** `ID` of os-release: `debian`. */
    readonly id: string;
    /** `VERSION_ID`: `12`; empty where there is none. */
    readonly versionID: string;
    readonly name: string;
    readonly kernel: string;
  };
  readonly packageFormat: 'deb' | 'rpm' | 'apk' | 'none';
  readonly packages: readonly InstalledPackage[];
  readonly listeners: readonly Listener[];
  /** Running programs, each once. */
  readonly processes: readonly RunningProgram[];
  /** Names of the services that run. */
  readonly services: readonly string[];
}

export interface InstalledPackage {
  readonly name: string;
  /** Empty where the package manager does not tell. */
  readonly version: string;
  /** Where a distribution builds several packages of one source. */
  readonly source?: string | undefined;
  readonly sourceVersion?: string | undefined;
}

export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  readonly address: string;
  /** Path of the program. */
  readonly executable?: string | undefined;
  /** The package that the program belongs to; absent: none. */
  readonly package?: string | undefined;
  /** How connections to this port began, which the agent's inspection saw; absent: it saw none. */
  readonly seen?: { readonly tls: number; readonly plain: number } | undefined;
}

export interface RunningProgram {
  readonly executable: string;
  readonly package?: string | undefined;
}

/** The last part of a path, without the note that the kernel adds to a program that was replaced. */
export const programName = (path: string): string =>
  (
    path
      .replace(/ \(deleted\)$/, '')
      .split('/')
      .at(-1) ?? ''
  ).toLowerCase();

/** The host's ecosystem as OSV names it; undefined for a system that OSV has no advisories of. */
export const ecosystemOf = ({ id, versionID }: Inventory['os']): string | undefined => {
  const [major = '', minor = ''] = versionID.split('.');
  if (major === '') return undefined;
  switch (id) {
    case 'debian':
      return `Debian:${major}`;
    case 'ubuntu':
      return `Ubuntu:${versionID}${Number(major) % 2 === 0 && minor === '04' ? ':LTS' : ''}`;
    case 'alpine':
      return `Alpine:v${major}.${minor}`;
    case 'almalinux':
      return `AlmaLinux:${major}`;
    case 'rocky':
      return `Rocky Linux:${major}`;
    default:
      return undefined;
  }
};
