import type { ApplicationType, CatalogueRule } from '../../ips/catalogue/rule.ts';
import { compileRule } from '../../ips/rule/compile.ts';
import type { RuleText } from '../../ips/rule/text.ts';
import { applicationTypeOf } from './application-type.ts';
import { behaviourOf } from './behaviour.ts';
import type { Behaviour } from './behaviour-table.ts';
import { classTypeOf } from './class-types.ts';
import type { RuleFacts } from './facts.ts';
import { severityOf } from './severity.ts';

/** A rule as a version of the catalogue keeps it. */
export interface FeedRule extends CatalogueRule {
  /** Name of the source that it came from. */
  readonly source: string;
  readonly revision: number;
  readonly behaviour: Behaviour;
  /** Why it behaves so. */
  readonly because: string;
  /** Why the engine cannot run it, in words; it is kept, and offered when the engine has learnt it. */
  readonly unsupported?: string;
}

/** Brings a rule of a source into our model. `ID` is the one it is known by for ever. */
export const feedRuleOf = (
  { rule, facts, text }: { readonly rule: RuleText; readonly facts: RuleFacts; readonly text: string },
  place: { readonly ID: number; readonly source: string; readonly types: readonly ApplicationType[] },
): FeedRule => {
  const severity = severityOf(facts);
  return {
    ID: place.ID,
    identifier: String(facts.sid),
    name: facts.name,
    description: descriptionOf(facts),
    applicationTypeID: applicationTypeOf(rule, facts, place.types),
    priority: 'normal',
    severity,
    type: facts.CVE.length > 0 ? 'vulnerability' : 'exploit',
    CVE: facts.CVE,
    CVSSScore: facts.CVSSScore,
    originalIssue: facts.created,
    lastUpdated: facts.updated || facts.created,
    signatures: [text],
    action: isDatagram(rule) ? 'drop' : 'reset',
    source: place.source,
    revision: facts.rev,
    ...begins(behaviourOf(facts, severity)),
    ...supportOf([text]),
  };
};

/** What a behaviour means for the rule itself. */
export const begins = (decided: { readonly behaviour: Behaviour; readonly because: string }) => ({
  behaviour: decided.behaviour,
  because: decided.because,
  detectOnly: decided.behaviour === 'detect-only',
  ...(decided.behaviour === 'detect' && { startsInDetect: true }),
});

/**
 * Whether the engine of today runs these texts. Asked again at every import, so that a rule becomes of use when the
 * engine learns its language: the text is what is kept, this is not.
 */
export const supportOf = (signatures: readonly string[]): { readonly unsupported?: string } => {
  for (const text of signatures) {
    const compiled = compileRule({ ruleID: 1, text }, 0);
    if (!compiled.ok) return { unsupported: compiled.reason };
  }
  return {};
};

/** The engine resets connections; a datagram has none. */
const isDatagram = ({ protocol }: RuleText): boolean =>
  ['udp', 'dns', 'icmp', 'ip', 'snmp', 'sip', 'tftp', 'ntp', 'dhcp', 'ike'].includes(protocol);

const descriptionOf = ({ classType, products, references }: RuleFacts): string => {
  const about = products.filter((product) => product.toLowerCase() !== 'any');
  const urls = references.filter((text) => text.startsWith('url,')).map((text) => text.slice(4).trim());
  return [
    `${classTypeOf(classType).title}.`,
    ...(about.length > 0 ? [`Concerns ${about.slice(0, 5).join(', ')}.`] : []),
    ...(urls.length > 0 ? [`See ${urls.slice(0, 3).join(', ')}.`] : []),
  ].join(' ');
};
