import { chainOf, type EffectivePolicy, effectiveOf } from '../../shared/domain/policy/effective.ts';
import type { Computer } from '../../shared/schema/api/computer.ts';
import type { ComputerItem } from '../../shared/table/entities/computer.ts';
import type { HostItem } from '../../shared/table/entities/host.ts';
import type { PolicyItem } from '../../shared/table/entities/policy.ts';

type Status = Computer['computerStatus']['agentStatus'];

/** A computer as the API shows it: what people set, and what its host last said. */
export const computerView = (
  item: ComputerItem,
  host: HostItem | undefined,
  policies: readonly PolicyItem[],
): Computer => {
  const live = host?.gone ? undefined : host;
  const status = agentStatus(live);
  const policy = effectivePolicy(item.policyID, policies);
  return {
    ID: item.ID,
    hostName: item.hostName,
    displayName: item.displayName,
    description: item.description,
    lastIPUsed: item.lastIPUsed,
    platform: item.platform,
    groupID: item.groupID,
    ...(item.policyID > 0 && { policyID: item.policyID }),
    agentFingerPrint: live ? item.agentFingerPrint : '',
    agentVersion: live ? item.agentVersion : '0.0.0.0',
    ...(live && live.seen > 0 && { lastAgentCommunication: live.seen }),
    hostGUID: item.hostGUID,
    computerStatus: {
      agentStatus: status.status,
      agentStatusMessages: [status.message, ...(live ? item.problems : [])],
    },
    firewall: moduleView(policy.firewallState, live, moduleState(live, 0)),
    intrusionPrevention: moduleView(policy.ipsState, live, moduleState(live, 1)),
  };
};

const agentStatus = (host: HostItem | undefined): { status: Status; message: string } => {
  if (!host) return { status: 'inactive', message: 'Unmanaged (Activation Required)' };
  if (host.offline) return { status: 'error', message: 'Offline' };
  if (host.failedHash)
    return { status: 'warning', message: 'Managed (Online), the last policy was rolled back' };
  return { status: 'active', message: 'Managed (Online)' };
};

const effectivePolicy = (policyID: number, policies: readonly PolicyItem[]): EffectivePolicy => {
  const byID = new Map(policies.map((policy) => [policy.ID, policy]));
  const policy = byID.get(policyID);
  return effectiveOf(policy ? chainOf(policy, byID) : []);
};

/** Hosts report `firewall/intrusionPrevention`, e.g. `on/prevent`. */
const moduleState = (host: HostItem | undefined, index: number): string | undefined =>
  host?.modules?.split('/')[index];

const moduleView = <S extends string>(
  state: S,
  host: HostItem | undefined,
  reported: string | undefined,
) => ({
  state,
  moduleStatus: moduleStatus(state, host, reported),
});

const moduleStatus = (state: string, host: HostItem | undefined, reported: string | undefined) => {
  if (!host) return { agentStatus: 'inactive' as const, agentStatusMessage: 'Not Activated' };
  if (reported === 'error') return { agentStatus: 'error' as const, agentStatusMessage: 'Engine offline' };
  if (reported === undefined || reported !== state) {
    return {
      agentStatus: 'warning' as const,
      agentStatusMessage: `${titled(state)}, policy not applied yet`,
    };
  }
  return state === 'off'
    ? { agentStatus: 'inactive' as const, agentStatusMessage: 'Off' }
    : { agentStatus: 'active' as const, agentStatusMessage: titled(state) };
};

const titled = (state: string): string =>
  state === 'on' || state === 'off'
    ? state === 'on'
      ? 'On'
      : 'Off'
    : `On, ${state === 'prevent' ? 'Prevent' : 'Detect'}`;
