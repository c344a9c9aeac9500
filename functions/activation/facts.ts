import { unknownToken } from '../../shared/domain/access/activation-token.ts';
import type { ActivationFacts } from '../../shared/domain/computer/activate.ts';
import type { Group } from '../../shared/domain/computer/group-tree.ts';
import { accept, type Outcome } from '../../shared/domain/outcome.ts';
import type { ActivationRequest } from '../../shared/schema/agent/activation.ts';
import {
  type ActivationTokenItem,
  hashToken,
  readActivationToken,
} from '../../shared/table/entities/access/activation-token.ts';
import { readAgentKey } from '../../shared/table/entities/access/agent-key.ts';
import { hostItem } from '../../shared/table/entities/computer/host.ts';
import { listObjects, readObject } from '../../shared/table/entities/object/object.ts';
import { readSubscription } from '../../shared/table/entities/order/subscription.ts';
import { listPolicies, readPolicy } from '../../shared/table/entities/policy/policy.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import { loadJoining } from './joining.ts';

export interface Asking {
  readonly request: ActivationRequest;
  readonly sourceIP: string;
  readonly machine: string;
  readonly thumbprint: string;
  readonly now: number;
}

export interface Loaded {
  readonly facts: ActivationFacts;
  readonly token: ActivationTokenItem;
  /** The agent key's item names this computer, though it is gone: a new one takes the key over. */
  readonly staleComputerID?: number;
}

/** Reads what the decision needs. An unknown tenant and an unknown token look the same to the caller. */
export const loadFacts = async (store: Store, asking: Asking): Promise<Outcome<Loaded>> => {
  const { request, thumbprint, sourceIP, machine, now } = asking;
  const { tenantID } = request;
  const [tenant, token, subscription, agentKey] = await Promise.all([
    readTenant(store, tenantID),
    readActivationToken(store, tenantID, hashToken(request.token)),
    readSubscription(store, tenantID),
    readAgentKey(store, tenantID, thumbprint),
  ]);
  if (!tenant || !token) return unknownToken;
  const host = agentKey && (await store.get(keys.host(tenantID, agentKey.computerID), hostItem));
  const isThere = host !== undefined && !host.gone;
  const { joining, joiner } = await loadJoining(store, tenantID, request.host.hostName);
  return accept({
    token,
    ...(agentKey && !isThere && { staleComputerID: agentKey.computerID }),
    facts: {
      now,
      sourceIP,
      machine,
      wanted: request,
      token,
      known: isThere ? agentKey : undefined,
      tenant,
      subscribed: subscription?.menu !== undefined,
      quantity: subscription?.quantity ?? 0,
      activated: subscription?.activated ?? 0,
      policies: await meantPolicies(store, request, token, joining.policyID),
      groups: await meantGroups(store, request, token),
      joining,
      joiner,
    },
  });
};

/** A name needs the whole list; ids need only themselves. */
const meantPolicies = async (
  store: Store,
  request: ActivationRequest,
  token: ActivationTokenItem,
  byDefault: number,
) => {
  if (request.policyID === undefined && request.policy !== undefined) {
    return listPolicies(store, request.tenantID);
  }
  const ids = new Set(
    [request.policyID, token.policyID, byDefault || undefined].filter((id) => id !== undefined),
  );
  const found = await Promise.all([...ids].map((id) => readPolicy(store, request.tenantID, id)));
  return found.filter((policy) => policy !== undefined);
};

/** The same: a path needs the whole list. */
const meantGroups = async (
  store: Store,
  { tenantID, groupID, group }: ActivationRequest,
  token: ActivationTokenItem,
): Promise<Group[]> => {
  const ids = new Set([groupID, token.groupID].filter((id) => id !== undefined));
  const items =
    groupID === undefined && group !== undefined
      ? await listObjects(store, tenantID, 'computergroups')
      : await Promise.all([...ids].map((id) => readObject(store, tenantID, 'computergroups', id)));
  return items.flatMap((item) => (item ? [{ ...item.members, ID: item.ID } as Group] : []));
};
