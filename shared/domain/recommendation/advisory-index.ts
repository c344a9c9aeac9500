import { type Advisory, type AffectedPackage, cvesOfEntry, type RangeEvent } from './advisory.ts';
import { schemeOf, type VersionOrder, versionOrders } from './version/order.ts';

/**
 * What one ecosystem's advisories come to, in few bytes: made once at import, kept compressed, the only thing that a
 * decision reads of them. CVEs and advisories are numbers into the two lists.
 */
export interface AdvisoryIndex {
  readonly format: 1;
  /** As OSV spells it: `Debian:12`. */
  readonly ecosystem: string;
  readonly cves: readonly string[];
  readonly advisories: readonly string[];
  readonly packages: readonly (readonly [name: string, spans: readonly Span[]])[];
}

/** Versions from `introduced` up to `end`, without it if `fixed`; without an end there is no fix. */
export type Span = readonly [
  introduced: string,
  end: string | null,
  fixed: boolean,
  cves: readonly number[],
  advisory: number,
];

export interface IndexBuilder {
  add(advisory: Advisory): void;
  /** By ecosystem, each in one order whatever the order of the advisories. */
  finish(): readonly AdvisoryIndex[];
}

/** Collects advisories; what was withdrawn or names no CVE is left out. */
export const createIndexBuilder = (): IndexBuilder => {
  const ecosystems = new Map<string, Map<string, Map<string, readonly Spanned[]>>>();
  return {
    add(advisory) {
      for (const { ecosystem } of advisory.affected) ecosystems.get(ecosystem)?.delete(advisory.id);
      if (advisory.withdrawn !== undefined) return;
      for (const entry of advisory.affected) {
        const cves = cvesOfEntry(entry, advisory);
        if (cves.length === 0) continue;
        const spans = spansOf(entry).map((span) => ({ ...span, name: entry.name, cves }));
        const byAdvisory =
          ecosystems.get(entry.ecosystem) ?? new Map<string, Map<string, readonly Spanned[]>>();
        ecosystems.set(entry.ecosystem, byAdvisory);
        const byName = byAdvisory.get(advisory.id) ?? new Map<string, readonly Spanned[]>();
        byAdvisory.set(advisory.id, byName);
        byName.set(entry.name, [...(byName.get(entry.name) ?? []), ...spans]);
      }
    },
    finish: () =>
      [...ecosystems]
        .filter(([, advisories]) => advisories.size > 0)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([ecosystem, advisories]) => indexOf(ecosystem, advisories)),
  };
};

interface Spanned {
  readonly name: string;
  readonly introduced: string;
  readonly end: string | null;
  readonly fixed: boolean;
  readonly cves: readonly string[];
}

const indexOf = (
  ecosystem: string,
  byAdvisory: ReadonlyMap<string, ReadonlyMap<string, readonly Spanned[]>>,
): AdvisoryIndex => {
  const advisories = [...byAdvisory.keys()].sort();
  const all = advisories.flatMap((id, advisory) =>
    [...(byAdvisory.get(id)?.values() ?? [])].flat().map((spanned) => ({ ...spanned, advisory })),
  );
  const cves = [...new Set(all.flatMap((spanned) => spanned.cves))].sort();
  const numberOf = new Map(cves.map((cve, number) => [cve, number]));
  const packages = new Map<string, Span[]>();
  for (const { name, introduced, end, fixed, cves: of, advisory } of all) {
    const numbers = of.map((cve) => numberOf.get(cve) ?? 0).sort((a, b) => a - b);
    const spans = packages.get(name) ?? [];
    spans.push([introduced, end, fixed, numbers, advisory]);
    packages.set(name, spans);
  }
  const sorted = [...packages].sort(([a], [b]) => (a < b ? -1 : 1));
  return { format: 1, ecosystem, cves, advisories, packages: sorted };
};

/** Events in the ecosystem's order become spans; a second introduction in a row changes nothing. */
const spansOf = ({
  ecosystem,
  ranges,
  versions,
}: AffectedPackage): Pick<Spanned, 'introduced' | 'end' | 'fixed'>[] => {
  const order = versionOrders[schemeOf(ecosystem)];
  if (ranges.length === 0) {
    return versions.map((version) => ({ introduced: version, end: version, fixed: false }));
  }
  return ranges.flatMap((events) => {
    const spans: { introduced: string; end: string | null; fixed: boolean }[] = [];
    let open: string | undefined;
    for (const event of [...events].sort((a, b) => orderEvents(a, b, order))) {
      if ('introduced' in event) open ??= event.introduced;
      else if (open !== undefined) {
        const fixed = 'fixed' in event;
        spans.push({ introduced: open, end: fixed ? event.fixed : event.lastAffected, fixed });
        open = undefined;
      }
    }
    if (open !== undefined) spans.push({ introduced: open, end: null, fixed: false });
    return spans;
  });
};

/** OSV's `introduced: 0` comes before every version. */
const orderEvents = (a: RangeEvent, b: RangeEvent, order: VersionOrder): number =>
  Number(!fromTheBeginning(a)) - Number(!fromTheBeginning(b)) || order(versionOf(a), versionOf(b));

const fromTheBeginning = (event: RangeEvent): boolean => 'introduced' in event && event.introduced === '0';

const versionOf = (event: RangeEvent): string =>
  'introduced' in event ? event.introduced : 'fixed' in event ? event.fixed : event.lastAffected;

/** Whether a version lies in a span. */
export const inSpan = (version: string, [introduced, end, fixed]: Span, order: VersionOrder): boolean => {
  if (introduced !== '0' && order(version, introduced) < 0) return false;
  if (end === null) return true;
  const difference = order(version, end);
  return fixed ? difference < 0 : difference <= 0;
};
