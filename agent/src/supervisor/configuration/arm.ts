import { WITHDRAWN } from '../../../../shared/domain/computer/refused-rules.ts';
import type { HostConfig, HostRule } from '../../../../shared/domain/policy/host-config.ts';
import type { InspectionSpec } from '../../inspect/spec.ts';
import type { CheckSignatures, RefusedRule } from '../host/ports.ts';
import { inspectionSpec, signaturesOf, unplaceable } from './inspection-spec.ts';

/** A configuration made ready for this host. */
export interface Armed {
  readonly config: HostConfig;
  /** The rules that protect, by number: those of the configuration that this host can use, and former versions. */
  readonly rules: readonly HostRule[];
  /** Former versions among them. */
  readonly kept: readonly HostRule[];
  readonly refused: readonly RefusedRule[];
  readonly spec: InspectionSpec | undefined;
}

/** Why a rule is not in force that the service took off every host. */
export { WITHDRAWN };

/**
 * One bad rule disarms only itself, and takes no protection away that was there: if the same rule is in force in a
 * version that does compile, that version goes on protecting. `former` are the rules in force; none that is `killed` is armed, in
 * whatever version.
 */
export const arm = (
  config: HostConfig,
  former: readonly HostRule[],
  check: CheckSignatures,
  killed: (rule: HostRule) => boolean = () => false,
): Armed => {
  const ips = config.intrusionPrevention;
  if (ips.state === 'off') return { config, rules: [], kept: [], refused: [], spec: undefined };
  const refused = refusedOf(ips.rules, check);
  for (const { ID } of ips.rules.filter(killed)) refused.set(ID, WITHDRAWN);
  const kept: HostRule[] = [];
  const rules = ips.rules.flatMap((rule) => {
    const reason = refused.get(rule.ID);
    if (reason === undefined) return [rule];
    const before = former.find((candidate) => candidate.ID === rule.ID);
    if (reason === WITHDRAWN || !before || killed(before) || refusedOf([before], check).size > 0) return [];
    // How it acts is today's decision; only the texts are the former ones.
    const stays = { ...before, action: rule.action, detectOnly: rule.detectOnly };
    kept.push(stays);
    refused.set(rule.ID, `${reason}; its former version stays in force`);
    return [stays];
  });
  return {
    config,
    rules,
    kept,
    refused: [...refused].map(([ruleID, reason]) => ({ ruleID, reason })),
    spec: inspectionSpec(ips, rules),
  };
};

const refusedOf = (rules: readonly HostRule[], check: CheckSignatures): Map<number, string> => {
  const refused = new Map<number, string>();
  for (const rule of rules) {
    const reason = unplaceable(rule);
    if (reason !== undefined) refused.set(rule.ID, reason);
  }
  for (const { ruleID, reason } of check(rules.flatMap(signaturesOf))) {
    if (!refused.has(ruleID)) refused.set(ruleID, reason);
  }
  return refused;
};
