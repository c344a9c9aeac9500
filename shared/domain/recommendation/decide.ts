import type { Catalogue } from '../ips/catalogue/index.ts';
import type { ApplicationType, CatalogueRule } from '../ips/catalogue/rule.ts';
import type { AdvisoryIndex } from './advisory-index.ts';
import { type HostView, onlyOverTls, signOf, viewOf } from './detect.ts';
import { type Exposure, exposuresOf } from './exposure.ts';
import type { Inventory } from './inventory.ts';

/**
 * What a rule is for a host.
 * - `affected`, `version-unknown`, `application-found` (a rule without CVE): recommended.
 * - `not-effective`: it would be, but what it protects is only reached over TLS.
 * - `patched`, `not-installed`: not needed.
 * - `not-judged`: rules of a kind that is never recommended; nothing is said of them.
 */
export const ruleStatuses = [
  'affected',
  'version-unknown',
  'application-found',
  'not-effective',
  'patched',
  'not-installed',
  'not-judged',
] as const;
export type RuleStatus = (typeof ruleStatuses)[number];

export interface RuleOutcome {
  readonly ruleID: number;
  readonly status: RuleStatus;
  /** For people, in English. */
  readonly reason: string;
  /** The CVE that decided it. */
  readonly CVE?: string | undefined;
}

export interface ScanResult {
  /** Absent where no advisories are known of the host's system. */
  readonly ecosystem: string | undefined;
  readonly exposures: ReadonlyMap<string, Exposure>;
  /** One for each rule of the catalogue. */
  readonly rules: readonly RuleOutcome[];
}

export const isRecommended = ({ status }: RuleOutcome): boolean =>
  status === 'affected' || status === 'version-unknown' || status === 'application-found';

/** Whether a rule that is assigned could go. */
export const isUnneeded = ({ status }: RuleOutcome): boolean =>
  status === 'patched' || status === 'not-installed';

/** Judges every rule of a catalogue for one host. `index`: the advisories of its ecosystem, if there are any. */
export const decide = (
  inventory: Inventory,
  catalogue: Pick<Catalogue, 'rules' | 'applicationType'>,
  index: AdvisoryIndex | undefined,
): ScanResult => {
  const view = viewOf(inventory);
  const exposures: ReadonlyMap<string, Exposure> = index ? exposuresOf(inventory, index) : new Map();
  const types = new Map<number, TypeFacts>();
  const factsOf = (type: ApplicationType): TypeFacts => {
    const known = types.get(type.ID) ?? { type, sign: signOf(type, view) };
    types.set(type.ID, known);
    return known;
  };
  const about: About = { view, exposures, advised: index !== undefined };
  return {
    ecosystem: index?.ecosystem,
    exposures,
    rules: catalogue.rules.map((rule) => {
      const type = catalogue.applicationType(rule.applicationTypeID);
      return judge(rule, type && factsOf(type), about);
    }),
  };
};

interface TypeFacts {
  readonly type: ApplicationType;
  readonly sign: string | undefined;
}

interface About {
  readonly view: HostView;
  readonly exposures: ReadonlyMap<string, Exposure>;
  /** Whether there are advisories of this host's system at all. */
  readonly advised: boolean;
}

const judge = (rule: CatalogueRule, facts: TypeFacts | undefined, about: About): RuleOutcome => {
  if (rule.type === 'custom' || rule.type === 'smart' || !facts) {
    return {
      ruleID: rule.ID,
      status: 'not-judged',
      reason: `A rule of type ${rule.type} is not recommended by a scan.`,
    };
  }
  const need = rule.CVE.length > 0 ? byCve(rule, facts, about) : byApplication(facts);
  const { status, affected, reason, CVE } = need;
  const outcome = { ruleID: rule.ID, status, reason, ...(CVE !== undefined && { CVE }) };
  if (!isRecommended(outcome) || !onlyOverTls(facts.type, about.view, affected)) return outcome;
  return {
    ...outcome,
    status: 'not-effective',
    reason: `${reason} It is only reached over TLS, which is not inspected.`,
  };
};

interface Need {
  readonly status: RuleStatus;
  readonly reason: string;
  readonly CVE?: string;
  /** The package that decided it. */
  readonly affected?: string;
}

const byApplication = ({ type, sign }: TypeFacts): Need =>
  sign === undefined
    ? { status: 'not-installed', reason: `No sign of ${type.name} was found.` }
    : { status: 'application-found', reason: `${type.name}: ${sign}.` };

/** The worst of the rule's CVEs decides. */
const byCve = (rule: CatalogueRule, facts: TypeFacts, about: About): Need => {
  const needs = rule.CVE.map((CVE) => needOf(CVE, about.exposures.get(CVE), facts, about));
  return needs.reduce((worst, need) => (weight(need) > weight(worst) ? need : worst));
};

const order: readonly RuleStatus[] = [
  'not-judged',
  'not-installed',
  'patched',
  'version-unknown',
  'affected',
];
const weight = ({ status }: Need): number => order.indexOf(status);

const needOf = (CVE: string, exposure: Exposure | undefined, facts: TypeFacts, about: About): Need => {
  if (!exposure) return unlisted(CVE, facts, about);
  const { package: name, version, fixedIn, advisory } = exposure;
  switch (exposure.status) {
    case 'affected': {
      const repair = fixedIn ? `${fixedIn} repairs it` : 'there is no repaired version yet';
      const reason = `${name} ${version} is open to ${CVE}; ${repair} (${advisory}).`;
      return { status: 'affected', affected: name, CVE, reason };
    }
    case 'unknown': {
      const reason = `${name} is installed in a version that is not known; ${CVE} may be open (${advisory}).`;
      return { status: 'version-unknown', affected: name, CVE, reason };
    }
    case 'fixed':
      return { status: 'patched', CVE, reason: `${name} ${version} is not open to ${CVE} (${advisory}).` };
    case 'not-installed':
      return about.view.unpackaged.has(name.toLowerCase())
        ? {
            status: 'version-unknown',
            CVE,
            reason: `A program ${name} runs that belongs to no package, so its version is not known; ${CVE} may be open (${advisory}).`,
          }
        : {
            status: 'not-installed',
            CVE,
            reason: `${name}, which ${CVE} is about, is not installed (${advisory}).`,
          };
  }
};

/**
 * No advisory of the host's system names the CVE. Where there are advisories that means that the distribution does not
 * ship what is open to it; where there are none, nothing is known but whether the application is there.
 */
const unlisted = (CVE: string, { type, sign }: TypeFacts, { advised }: About): Need =>
  advised || sign === undefined
    ? { status: 'not-installed', CVE, reason: `Nothing that is known to be open to ${CVE} was found.` }
    : {
        status: 'version-unknown',
        CVE,
        reason: `${type.name}: ${sign}. There are no advisories for this system, so ${CVE} may be open.`,
      };
