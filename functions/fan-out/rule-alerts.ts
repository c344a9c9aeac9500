import * as z from 'zod';
import { raise } from '../../shared/domain/alert/raise.ts';
import { MOST_RULES_ALERTED, type RuleHits, ruleHits } from '../../shared/domain/alert/rule-hits.ts';
import type { AlertSubject } from '../../shared/domain/alert/state.ts';
import { type Catalogue, catalogueFor, starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import { severities } from '../../shared/schema/agent/events.ts';
import { changeAlert } from '../../shared/table/entities/alert.ts';
import { batchItem } from '../../shared/table/entities/batch.ts';
import { type ComputerItem, readComputer } from '../../shared/table/entities/computer.ts';
import { FIRST_TENANT_RULE_ID } from '../../shared/table/entities/firewall-rule.ts';
import { readObject } from '../../shared/table/entities/object.ts';
import type { Store } from '../../shared/table/store.ts';
import type { Follow } from './deps.ts';
import { eventsOf } from './events-of.ts';

const TYPE = 'intrusion-prevention-rule-alert';

/** Hits of intrusion prevention rules raise an alert per computer and known rule, or add to the raised one. */
export const ruleAlerts: Follow = async (
  { store, now, catalogue: from = starterCatalogue },
  { event, after },
) => {
  if (event !== 'INSERT') return;
  const batch = batchItem.parse(after);
  const { tenant, computerID, batchID, summary } = batch;
  if (summary.ruleIDs.length === 0 || !summary.kinds.includes('intrusion-prevention')) return;
  const computer = await readComputer(store, tenant, computerID);
  // Taken away since: nobody is left to act on it, and its events stay readable.
  if (!computer) return;
  const rules = await knownRules(store, tenant, await catalogueFor(from, tenant), summary.ruleIDs);
  for (const hits of ruleHits(eventsOf(batch), (ruleID) => rules.has(ruleID))) {
    const target = `computer-${computerID}-rule-${hits.topic}`;
    const subject = subjectOf(computer, rules.get(hits.ruleID), hits);
    await changeAlert(
      store,
      tenant,
      TYPE,
      target,
      (current) => raise(current, TYPE, target, subject, { cause: batchID, ...hits }, now())?.alert,
    );
  }
};

const ownRule = z.object({
  name: z.string(),
  severity: z.enum(severities),
  CVE: z.array(z.string()).default([]),
});
type NamedRule = z.output<typeof ownRule>;

/** The rules there are among ids that a host reports, global and the tenant's own; each own one is a read. */
const knownRules = async (
  store: Store,
  tenant: string,
  catalogue: Catalogue,
  ruleIDs: readonly number[],
): Promise<ReadonlyMap<number, NamedRule>> => {
  const rules = new Map<number, NamedRule>();
  for (const ID of ruleIDs) {
    const { name, severity, CVE } = catalogue.rule(ID) ?? {};
    if (name && severity) rules.set(ID, { name, severity, CVE: [...(CVE ?? [])] });
  }
  const own = ruleIDs.filter((ID) => ID >= FIRST_TENANT_RULE_ID).slice(0, MOST_RULES_ALERTED);
  const found = await Promise.all(own.map((ID) => readObject(store, tenant, 'intrusionpreventionrules', ID)));
  for (const item of found) {
    const read = ownRule.safeParse(item?.members);
    if (item && read.success) rules.set(item.ID, read.data);
  }
  return rules;
};

/** The catalogue's word goes before the host's: a stolen host cannot choose what the mail calls its rule. */
const subjectOf = (
  computer: ComputerItem,
  rule: NamedRule | undefined,
  { ruleID, reason, severity }: RuleHits,
): AlertSubject => {
  return {
    computerID: computer.ID,
    computerName: plainLine(computer.displayName || computer.hostName),
    ruleID,
    ruleName: (rule && plainLine(rule.name)) ?? (plainLine(reason) || `Rule ${ruleID}`),
    ...(rule && rule.CVE.length > 0 && { CVE: [...rule.CVE] }),
    ruleSeverity: rule?.severity ?? severity,
  };
};
