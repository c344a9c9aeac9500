import { accept, type Outcome } from '../domain/outcome.ts';
import type { DependenciesOf } from '../domain/policy/dependencies.ts';
import type { Level } from '../domain/policy/level.ts';
import { levelSettings } from '../domain/setting/setting.ts';
import type { FirewallLevelBody, IpsLevelBody } from '../schema/api/policy/level.ts';
import { withRules } from './assign.ts';
import type { OwnedLevel } from './owner.ts';
import { readSettings, withSettings } from './settings.ts';

/** The members of a policy's and a computer's body that are about their level. */
export interface LevelBody {
  readonly settings?: Readonly<Record<string, { readonly value: string }>> | undefined;
  readonly firewall?: FirewallLevelBody | undefined;
  readonly intrusionPrevention?: IpsLevelBody | undefined;
}

/** Only the members that are given change; `inherited` and 0 give a member back to the level above. */
export const applyLevelBody = (
  level: OwnedLevel,
  body: LevelBody,
  dependenciesOf: DependenciesOf,
): Outcome<Level> => {
  const settings = readSettings(levelSettings, body.settings ?? {});
  if (!settings.ok) return settings;
  const { firewall, intrusionPrevention: ips } = body;
  const { above } = level;
  let own = withSettings(level, settings.value);
  if (firewall?.ruleIDs) own = withRules({ own, above }, 'firewallRuleIDs', firewall.ruleIDs, dependenciesOf);
  if (ips?.ruleIDs) own = withRules({ own, above }, 'ipsRuleIDs', ips.ruleIDs, dependenciesOf);
  const assignments = firewall?.statefulConfigurationAssignments?.statefulConfigurationAssignments;
  const stateful = firewall?.globalStatefulConfigurationID;
  return accept({
    ...own,
    ...(firewall?.state !== undefined && { firewallState: ownOr(firewall.state, 'inherited') }),
    ...(ips?.state !== undefined && { ipsState: ownOr(ips.state, 'inherited') }),
    ...(stateful !== undefined && { statefulConfigurationID: ownOr(stateful, 0) }),
    ...(assignments && { statefulAssignments: assignments.length > 0 ? assignments : undefined }),
  });
};

const ownOr = <V, N extends V>(value: V, none: N): Exclude<V, N> | undefined =>
  value === none ? undefined : (value as Exclude<V, N>);
