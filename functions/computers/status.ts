import type { UpdateCheck } from '../../shared/domain/computer/security-update.ts';
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

/**
 * Which rules a host runs, as of its last beat (AGT-11). `newest`: the version that its tenant is on; before the first,
 * rules are our own alone and have none.
 */
export const updateStatus = (item: ComputerRow, host: HostItem | undefined, newest: number | undefined) => {
  const rules = host?.rules;
  const latest = rules !== undefined && rules.version >= (newest ?? 0);
  return {
    updateStatus: updateWords(host, latest, newest),
    ...(rules && { lastChanged: rules.at }),
    rules: rules ? [rulesComponent(item, rules.version, latest)] : [],
    antiMalware: [],
    webReputationService: [],
    manifests: [],
    other: [],
    ...(host?.check && { lastCheck: lastCheck(host.check) }),
  };
};

const rulesComponent = (item: ComputerRow, version: number, latest: boolean) => ({
  name: 'Intrusion Prevention Rules',
  forUseBy: `Agent ${item.agentVersion}`,
  platform: item.platform,
  version: String(version),
  latest,
});

const updateWords = (host: HostItem | undefined, latest: boolean, newest: number | undefined) => {
  if (!host) return { status: 'inactive' as const, statusMessage: 'Not Activated' };
  if (newest === undefined) return { status: 'active' as const, statusMessage: 'Rules come with the policy' };
  if (latest) return { status: 'active' as const, statusMessage: 'Up-to-Date' };
  return { status: 'warning' as const, statusMessage: `Out-of-Date: version ${newest} comes with a beat` };
};

const lastCheck = ({ requested, started, ended, ok }: UpdateCheck) => ({
  requested,
  started,
  ...(ended !== undefined && { ended, result: ok ? ('successful' as const) : ('failed' as const) }),
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
