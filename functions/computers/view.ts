import { type HostRequest, waitingRequests } from '../../shared/domain/computer/requests.ts';
import { type EffectivePolicy, effectiveOf } from '../../shared/domain/policy/effective.ts';
import type { Level } from '../../shared/domain/policy/level.ts';
import { levelView } from '../../shared/levels/level-view.ts';
import type { IpsBook } from '../../shared/levels/rule-book.ts';
import { levelSettingsView } from '../../shared/levels/settings.ts';
import type { Computer } from '../../shared/schema/api/computer/computer.ts';
import type { Expand } from '../../shared/schema/api/expand.ts';
import type { SettingValues } from '../../shared/schema/api/policy/level.ts';
import type { ComputerRow } from '../../shared/table/entities/computer/computer-block.ts';
import type { HostItem } from '../../shared/table/entities/computer/host.ts';
import { agentStatus, moduleStatus, updateStatus } from './status.ts';

/** What is known of a host without its item: enough for a computer's scalar members. */
export type Seen = Pick<HostItem, 'seen' | 'gone'>;

/** What the complex members are made of; the host's item and the levels are read only where they are asked for. */
export interface Around {
  readonly host?: HostItem | undefined;
  readonly shape: Shape;
  /** Only what is set on the computer itself. */
  readonly ownOnly: boolean;
  /** The version of the rules that the tenant is on. */
  readonly rules?: number | undefined;
  /** Epoch ms. */
  readonly now: number;
}

/** What a chain of levels comes to; computers that set nothing share their policy's. */
export interface Shape {
  readonly views: ReturnType<typeof levelView>;
  readonly effective: EffectivePolicy;
  readonly settings: SettingValues;
}

export const shapeOf = (chain: readonly Level[], ownOnly: boolean, book: IpsBook): Shape => ({
  views: levelView(chain, ownOnly, book),
  effective: effectiveOf(chain),
  settings: levelSettingsView(chain, ownOnly),
});

type Complex = Pick<
  Computer,
  | 'computerStatus'
  | 'tasks'
  | 'securityUpdates'
  | 'computerSettings'
  | 'interfaces'
  | 'firewall'
  | 'intrusionPrevention'
>;

/** Members that every answer has: what people set, and what the host last said. */
export const scalars = (item: ComputerRow, host: Seen | undefined): Computer => {
  const live = host !== undefined && !host.gone;
  return {
    ID: item.ID,
    hostName: item.hostName,
    displayName: item.displayName,
    description: item.description,
    lastIPUsed: item.lastIPUsed,
    platform: item.platform,
    groupID: item.groupID,
    ...(item.policyID > 0 && { policyID: item.policyID }),
    relayListID: 0,
    ...(live && { agentFingerPrint: item.agentFingerPrint }),
    agentVersion: live ? item.agentVersion : '0.0.0.0',
    ...(live && host.seen > 0 && { lastAgentCommunication: host.seen }),
    hostGUID: item.hostGUID,
  };
};

/** A computer as the API shows it, with the complex members that `expand` names. */
export const computerView = (
  item: ComputerRow,
  seen: Seen | undefined,
  expand: Expand,
  around: () => Around,
): Computer => {
  const view = scalars(item, seen);
  return expand.size === 0 ? view : { ...view, ...complex(item, expand, around()) };
};

const complex = (item: ComputerRow, expand: Expand, around: Around): Partial<Computer> => {
  const { ownOnly, shape } = around;
  const { views, effective } = shape;
  const live = around.host?.gone ? undefined : around.host;
  const members: Complex = {
    computerStatus: agentStatus(item, live),
    tasks: { agentTasks: pendingTasks(live, around.now) },
    securityUpdates: updateStatus(item, live, around.rules),
    computerSettings: shape.settings,
    interfaces: { interfaces: interfaces(item) },
    firewall: {
      ...views.firewall,
      ...(!ownOnly && { moduleStatus: moduleStatus(effective.firewallState, live, 0) }),
    },
    intrusionPrevention: {
      ...views.intrusionPrevention,
      ...(!ownOnly && { moduleStatus: moduleStatus(effective.ipsState, live, 1) }),
    },
  };
  return Object.fromEntries(
    Object.entries({ ...members, ...(!ownOnly && absentModules(live)) }).filter(([name]) =>
      expand.has(name as never),
    ),
  );
};

/** A content was given out that the host has not said to run, and what else it was asked for. */
const pendingTasks = (host: HostItem | undefined, now: number): string[] =>
  host
    ? [
        ...(host.sequence > (host.appliedSequence ?? 0)
          ? ['Update of Configuration Pending (Heartbeat)']
          : []),
        ...[...waitingRequests(host, now).keys()].map((what) => `${requestTitles[what]} Pending (Heartbeat)`),
      ]
    : [];

const requestTitles: Readonly<Record<HostRequest, string>> = {
  'scan-for-recommendations': 'Scan for Recommendations',
  'check-for-security-updates': 'Security Update',
  'send-policy': 'Send Policy',
};

/** Agents tell addresses only, so that all of them stand for one interface. */
const interfaces = (item: ComputerRow) =>
  item.addresses.length > 0 ? [{ ID: 1, name: 'Addresses', detected: true, IPs: [...item.addresses] }] : [];

const absentModules = (host: HostItem | undefined) => {
  const off = {
    state: 'off' as const,
    moduleStatus: {
      agentStatus: 'inactive' as const,
      agentStatusMessage: host ? 'Off' : 'Not Activated',
    },
  };
  return {
    antiMalware: off,
    webReputation: off,
    activityMonitoring: off,
    integrityMonitoring: off,
    logInspection: off,
    applicationControl: off,
    SAP: off,
  };
};
