import { statefulInspection } from '../domain/firewall/stateful-defaults.ts';
import type { Known } from '../domain/policy/change.ts';
import type { Level } from '../domain/policy/level.ts';
import { listObjects } from '../table/entities/object/object.ts';
import { listFirewallRules } from '../table/entities/policy/firewall-rule.ts';
import type { LevelDeps } from './deps.ts';
import { loadIpsBook } from './rule-book.ts';

/** What a level may refer to; read only as far as it refers to anything. */
export const knownFor = async (
  { store, catalogue }: Pick<LevelDeps, 'store' | 'catalogue'>,
  tenant: string,
  level: Level,
): Promise<Known> => {
  const stateful = level.statefulConfigurationID !== undefined || level.statefulAssignments !== undefined;
  const ips = level.ipsRuleIDs.length > 0 ? await loadIpsBook(store, tenant, catalogue) : undefined;
  const firewall = new Set(
    level.firewallRuleIDs.length > 0 ? (await listFirewallRules(store, tenant)).map(({ ID }) => ID) : [],
  );
  const configurations = new Set(
    stateful
      ? [
          statefulInspection.ID,
          ...(await listObjects(store, tenant, 'statefulconfigurations')).map(({ ID }) => ID),
        ]
      : [],
  );
  return {
    ipsRule: (id) => ips?.ipsRule(id) !== undefined,
    firewallRule: (id) => firewall.has(id),
    statefulConfiguration: (id) => configurations.has(id),
  };
};
