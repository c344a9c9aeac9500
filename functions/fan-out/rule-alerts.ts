import { raise } from '../../shared/domain/alert/raise.ts';
import { MOST_RULES_ALERTED, type RuleHits, ruleHits } from '../../shared/domain/alert/rule-hits.ts';
import type { AlertSubject } from '../../shared/domain/alert/state.ts';
import { catalogueFor, starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import { knownRules, type NamedRule } from '../../shared/levels/known-rules.ts';
import { changeAlert } from '../../shared/table/entities/alert/alert.ts';
import { type ComputerItem, readComputer } from '../../shared/table/entities/computer/computer.ts';
import { batchItem } from '../../shared/table/entities/event/batch.ts';
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
  const catalogue = await catalogueFor(from, tenant);
  const rules = await knownRules(store, tenant, catalogue, summary.ruleIDs, MOST_RULES_ALERTED);
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
