import type { Known } from '../domain/policy/change.ts';
import type { Level } from '../domain/policy/level.ts';
import { listObjects } from '../table/entities/object.ts';
import type { LevelDeps } from './deps.ts';
import { loadRuleBook } from './rule-book.ts';

/** What a level may refer to; read only as far as it refers to anything. */
export const knownFor = async (
  { store, catalogue }: Pick<LevelDeps, 'store' | 'catalogue'>,
  tenant: string,
  level: Level,
): Promise<Known> => {
  const rules = level.firewallRuleIDs.length + level.ipsRuleIDs.length > 0;
  const stateful = level.statefulConfigurationID !== undefined || level.statefulAssignments !== undefined;
  const book = rules ? await loadRuleBook(store, tenant, catalogue) : undefined;
  const configurations = new Set(
    stateful ? (await listObjects(store, tenant, 'statefulconfigurations')).map(({ ID }) => ID) : [],
  );
  return {
    ipsRule: (id) => book?.ipsRule(id) !== undefined,
    firewallRule: (id) => book?.firewallRule(id) !== undefined,
    statefulConfiguration: (id) => configurations.has(id),
  };
};
