/** An advisory as the OSV schema has it, as far as it is read here (ossf.github.io/osv-schema). */
export interface Advisory {
  readonly id: string;
  readonly withdrawn?: string | undefined;
  readonly aliases: readonly string[];
  readonly upstream: readonly string[];
  readonly related: readonly string[];
  readonly affected: readonly AffectedPackage[];
}

export interface AffectedPackage {
  readonly ecosystem: string;
  readonly name: string;
  readonly ranges: readonly (readonly RangeEvent[])[];
  /** Single versions; read only where there are no ranges, which say the same. */
  readonly versions: readonly string[];
  /** Ubuntu: which of the notice's CVEs hold for this release. Absent: all of them. */
  readonly cves?: readonly string[] | undefined;
}

export type RangeEvent =
  | { readonly introduced: string }
  | { readonly fixed: string }
  | { readonly lastAffected: string };

/** `CVE-2021-44228`, also where a distribution prefixes it: `UBUNTU-CVE-…`, `ALPINE-CVE-…`. */
const cveIn = (text: string): string | undefined => /(?:^|-)(CVE-\d{4}-\d{4,19})$/.exec(text)?.[1];

const cvesIn = (texts: readonly string[]): string[] => [
  ...new Set(texts.map(cveIn).filter((cve) => cve !== undefined)),
];

/** `related` counts only where nothing says what the advisory is about: AlmaLinux has its CVEs there. */
export const cvesOf = ({ id, aliases, upstream, related }: Advisory): readonly string[] => {
  const about = cvesIn([id, ...aliases, ...upstream]);
  return about.length > 0 ? about : cvesIn(related);
};

/** The CVEs that an entry is about. */
export const cvesOfEntry = (entry: AffectedPackage, advisory: Advisory): readonly string[] =>
  entry.cves ? cvesIn(entry.cves) : cvesOf(advisory);
