import { type AdvisoryIndex, inSpan, type Span } from './advisory-index.ts';
import type { InstalledPackage, Inventory } from './inventory.ts';
import { schemeOf, type VersionOrder, versionOrders } from './version/order.ts';

export type ExposureStatus = 'affected' | 'unknown' | 'fixed' | 'not-installed';

/** What a host's packages say of one CVE. */
export interface Exposure {
  readonly status: ExposureStatus;
  /** The package that decides it, as the advisory names it; of one that is not installed, the first. */
  readonly package: string;
  /** The installed version; empty where it is not known or nothing is installed. */
  readonly version: string;
  /** The version that repairs it; empty where there is none or none is needed. */
  readonly fixedIn: string;
  readonly advisory: string;
}

/** Worse first: several advisories may name one CVE, and one that is affected wins. */
const weight: Readonly<Record<ExposureStatus, number>> = {
  affected: 3,
  unknown: 2,
  fixed: 1,
  'not-installed': 0,
};

/**
 * Every CVE that the ecosystem's advisories name, with what it is on this host. Packages are looked up by source and
 * its version; RPM advisories name binary packages.
 */
export const exposuresOf = (inventory: Inventory, index: AdvisoryIndex): ReadonlyMap<string, Exposure> => {
  const scheme = schemeOf(index.ecosystem);
  const order = versionOrders[scheme];
  const installed = versionsByName(inventory.packages, scheme !== 'rpm');
  const found = new Map<string, Exposure>();
  for (const [name, spans] of index.packages) {
    const versions = installed.get(name);
    for (const span of spans) {
      const exposure = judge(name, versions, span, index.advisories[span[4]] ?? '', order);
      for (const number of span[3]) {
        const cve = index.cves[number] ?? '';
        const before = found.get(cve);
        if (!before || weight[exposure.status] > weight[before.status]) found.set(cve, exposure);
      }
    }
  }
  return found;
};

const judge = (
  name: string,
  versions: readonly string[] | undefined,
  span: Span,
  advisory: string,
  order: VersionOrder,
): Exposure => {
  const [, end, fixed] = span;
  const fixedIn = fixed && end !== null ? end : '';
  const exposure = (status: ExposureStatus, version: string, repair = ''): Exposure => ({
    status,
    package: name,
    version,
    fixedIn: repair,
    advisory,
  });
  if (!versions) return exposure('not-installed', '');
  const affected = versions.find((version) => version !== '' && inSpan(version, span, order));
  if (affected !== undefined) return exposure('affected', affected, fixedIn);
  if (versions.includes('')) return exposure('unknown', '', fixedIn);
  return exposure('fixed', versions[0] ?? '', fixedIn);
};

/**
 * Versions of one package that are looked at: each is held against each of its advisories, thousands of a kernel, and
 * a hostile host could have any number.
 */
const MOST_VERSIONS = 32;

/** Several versions of one package may be installed at once, kernels above all. */
const versionsByName = (packages: readonly InstalledPackage[], bySource: boolean): Map<string, string[]> => {
  const byName = new Map<string, string[]>();
  for (const { name, version, source, sourceVersion } of packages) {
    const key = bySource ? (source ?? name) : name;
    const of = bySource ? (sourceVersion ?? version) : version;
    const versions = byName.get(key) ?? [];
    if (versions.length < MOST_VERSIONS && !versions.includes(of)) versions.push(of);
    byName.set(key, versions);
  }
  return byName;
};
