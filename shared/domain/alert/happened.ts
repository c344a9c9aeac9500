import type { AlertType } from './catalogue.ts';
import { destinationAlerts, destinationTarget } from './destination-failed.ts';

/** Agent events that raise an alert of their computer; numbers of events.md section 6. */
const OF_AGENT: ReadonlyMap<number, AlertType> = new Map([
  [3700, 'abnormal-restart-detected'],
  [5004, 'clock-change-detected'],
  [6009, 'insufficient-disk-space'],
  [6010, 'events-suppressed'],
  [6012, 'insufficient-disk-space'],
]);

/** As much of an event of the agent as an alert needs. */
export interface AgentHappening {
  readonly kind: string;
  readonly at: number;
  readonly number?: number | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

export interface Happened {
  readonly type: AlertType;
  readonly first: number;
  readonly last: number;
  readonly count: number;
  /** Of the last one. */
  readonly reason: string | undefined;
}

/** What a batch of a host says of the agent itself that people must know, by type of alert. */
export const happenedToAgent = (events: readonly AgentHappening[]): Happened[] => {
  const byType = new Map<AlertType, Happened>();
  for (const { kind, at, number, title, description } of events) {
    const type = kind === 'agent' && number !== undefined ? OF_AGENT.get(number) : undefined;
    if (!type) continue;
    const before = byType.get(type);
    byType.set(type, {
      type,
      first: Math.min(before?.first ?? at, at),
      last: Math.max(before?.last ?? at, at),
      count: (before?.count ?? 0) + 1,
      reason: description ?? title,
    });
  }
  return [...byType.values()];
};

/** As much of a system event as an alert needs. */
export interface SystemHappening {
  readonly number: number;
  readonly targetType?: string | undefined;
  readonly targetID?: number | undefined;
  readonly targetName?: string | undefined;
  readonly description?: string | undefined;
}

export interface SystemCause {
  readonly type: AlertType;
  readonly target: string;
  /** Whether the alert is of a computer, by the event's target. */
  readonly ofComputer: boolean;
  /** The event says that the cause is gone. */
  readonly ends: boolean;
}

const MOST_NAME = 60;

/** Alerts that system events raise or end; numbers of events.md section 5. */
export const causesOf = ({
  number,
  targetType,
  targetID,
  targetName = '',
}: SystemHappening): SystemCause[] => {
  const host = targetName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MOST_NAME);
  const computer = `computer-${targetID}`;
  switch (number) {
    case 275:
      return targetID === undefined
        ? []
        : [{ type: 'duplicate-computer-detected', target: computer, ofComputer: true, ends: false }];
    case 770:
      return targetID === undefined
        ? []
        : [{ type: 'clock-out-of-step', target: computer, ofComputer: true, ends: false }];
    case 731:
      return [{ type: 'clock-out-of-step', target: computer, ofComputer: true, ends: true }];
    case 705:
      return [{ type: 'activation-failed', target: `host-${host}`, ofComputer: false, ends: false }];
    case 704:
      return [{ type: 'activation-failed', target: `host-${host}`, ofComputer: false, ends: true }];
    // Whoever changes or removes a destination has seen that it failed; should it fail again, it is told again.
    case 180:
      return targetType === 'notificationdestinations' && targetID !== undefined
        ? destinationAlerts.map((type) => ({
            type,
            target: destinationTarget(targetID),
            ofComputer: false,
            ends: true,
          }))
        : [];
    case 673:
      return [{ type: 'apikey-locked-out', target: `apikey-${targetID}`, ofComputer: false, ends: false }];
    default:
      return [];
  }
};
