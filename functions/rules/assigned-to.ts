import { readComputer } from '../../shared/table/entities/computer.ts';
import { listComputerOverrides } from '../../shared/table/entities/computer-overrides.ts';
import { listPolicies } from '../../shared/table/entities/policy.ts';
import type { Store } from '../../shared/table/store.ts';

/** The policies and computers that a rule is assigned to directly, in words (FW-11). */
export const assignedTo = async (
  store: Store,
  tenant: string,
  member: 'firewallRuleIDs' | 'ipsRuleIDs',
  ruleID: number,
): Promise<readonly string[]> => {
  const [policies, computers] = await Promise.all([
    listPolicies(store, tenant),
    listComputerOverrides(store, tenant),
  ]);
  const having = computers.filter((computer) => computer[member].includes(ruleID)).slice(0, 3);
  const named = await Promise.all(having.map(({ ID }) => readComputer(store, tenant, ID)));
  return [
    ...policies.filter((policy) => policy[member].includes(ruleID)).map(({ name }) => `policy "${name}"`),
    ...having.map(({ ID }, i) => `computer "${named[i]?.displayName || named[i]?.hostName || ID}"`),
  ];
};
