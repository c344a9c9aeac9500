import type { ComputerRow } from '../../shared/table/entities/computer/computer-block.ts';
import type { HostItem } from '../../shared/table/entities/computer/host.ts';

/** How an agent is, in the words that a manager uses. `host`: undefined where none is activated. */
export const agentStatus = (item: ComputerRow, host: HostItem | undefined) => {
  const { status, message } = statusOf(host);
  return { agentStatus: status, agentStatusMessages: [message, ...(host ? item.problems : [])] };
};

const statusOf = (host: HostItem | undefined) => {
  if (!host) return { status: 'inactive', message: 'Unmanaged (Activation Required)' } as const;
  if (host.offline) return { status: 'error', message: 'Offline' } as const;
  if (host.failedHash)
    return { status: 'warning', message: 'Managed (Online), the last policy was rolled back' } as const;
  return { status: 'active', message: 'Managed (Online)' } as const;
};

/** Rules come with the configuration: there is no component to list apart from it. */
export const updateStatus = (host: HostItem | undefined) => ({
  updateStatus: host
    ? { status: 'active' as const, statusMessage: 'Rules come with the policy' }
    : { status: 'inactive' as const, statusMessage: 'Not Activated' },
  rules: [],
  antiMalware: [],
  webReputationService: [],
  manifests: [],
  other: [],
});

/** Hosts report `firewall/intrusionPrevention`, e.g. `on/prevent`; `index` is the module's place in it. */
export const moduleStatus = (state: string, host: HostItem | undefined, index: 0 | 1) => {
  if (!host) return { agentStatus: 'inactive' as const, agentStatusMessage: 'Not Activated' };
  const reported = host.modules?.split('/')[index];
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

const titled = (state: string): string => {
  switch (state) {
    case 'on':
      return 'On';
    case 'off':
      return 'Off';
    default:
      return `On, ${state === 'prevent' ? 'Prevent' : 'Detect'}`;
  }
};
