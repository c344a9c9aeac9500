import type { Place } from '../../shared/domain/notification/facts.ts';
import type { HostFacts } from '../../shared/domain/notification/format/told-event.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import { readComputer } from '../../shared/table/entities/computer/computer.ts';
import { readObject } from '../../shared/table/entities/object/object.ts';
import { readPolicy } from '../../shared/table/entities/policy/policy.ts';
import type { Store } from '../../shared/table/store.ts';

export interface KnownComputer {
  readonly host: HostFacts;
  readonly place: Place;
}

/** What is said of a computer beside its events, with the names of its policy and group. */
export const knownComputer = async (
  store: Store,
  tenant: string,
  computerID: number,
): Promise<KnownComputer | undefined> => {
  const computer = await readComputer(store, tenant, computerID);
  if (!computer) return undefined;
  const { ID, groupID, policyID, agentVersion, platform, lastIPUsed } = computer;
  const [policy, group] = await Promise.all([
    policyID > 0 ? readPolicy(store, tenant, policyID) : undefined,
    groupID > 0 ? readObject(store, tenant, 'computergroups', groupID) : undefined,
  ]);
  const groupName = group?.members.name;
  return {
    place: { computerID: ID, groupID, policyID },
    host: {
      ID,
      name: plainLine(computer.displayName || computer.hostName),
      agentVersion,
      guid: computer.hostGUID,
      platform,
      ...(lastIPUsed && { lastIPUsed }),
      ...(policy && { policyID, policyName: plainLine(policy.name) }),
      ...(typeof groupName === 'string' && { groupID, groupName: plainLine(groupName) }),
    },
  };
};
