import { compareApk } from './apk.ts';
import { compareDeb } from './deb.ts';
import { compareRpm } from './rpm.ts';
import { compareSemver } from './semver.ts';

/** Below 0: `a` is older than `b`; 0: neither is. A total order over every string, so that no advisory can confuse it. */
export type VersionOrder = (a: string, b: string) => number;

export type VersionScheme = 'deb' | 'rpm' | 'apk' | 'semver';

export const versionOrders: Readonly<Record<VersionScheme, VersionOrder>> = {
  deb: compareDeb,
  rpm: compareRpm,
  apk: compareApk,
  semver: compareSemver,
};

/** Ecosystems as OSV names them, up to the first colon; what is not here counts as semantic versions. */
const schemes: Readonly<Record<string, VersionScheme>> = {
  Debian: 'deb',
  Ubuntu: 'deb',
  Alpine: 'apk',
  Wolfi: 'apk',
  Chainguard: 'apk',
  AlmaLinux: 'rpm',
  'Rocky Linux': 'rpm',
  'Red Hat': 'rpm',
  'Oracle Linux': 'rpm',
  'Amazon Linux': 'rpm',
  SUSE: 'rpm',
  openSUSE: 'rpm',
  openEuler: 'rpm',
  Mageia: 'rpm',
  'Photon OS': 'rpm',
};

export const schemeOf = (ecosystem: string): VersionScheme => {
  const family = ecosystem.split(':')[0] ?? '';
  return Object.hasOwn(schemes, family) ? (schemes[family] ?? 'semver') : 'semver';
};
