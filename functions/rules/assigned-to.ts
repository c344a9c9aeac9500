import type { Store } from '../../shared/table/store.ts';
import { levelUsers } from './level-users.ts';

/** The policies and computers that a rule is assigned to directly, in words (FW-11). */
export const assignedTo = (
  store: Store,
  tenant: string,
  member: 'firewallRuleIDs' | 'ipsRuleIDs',
  ruleID: number,
): Promise<readonly string[]> => levelUsers(store, tenant, (level) => level[member].includes(ruleID));
