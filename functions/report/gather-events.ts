import { LOG_LIFE } from '../../shared/domain/event/retention.ts';
import { Amounts } from '../../shared/domain/report/amounts.ts';
import { countedKinds, type PacketReport, packetReport } from '../../shared/domain/report/packet-events.ts';
import type { Period } from '../../shared/domain/report/period.ts';
import {
  type ReportedSystemEvent,
  type SystemEventCounts,
  systemEventReport,
} from '../../shared/domain/report/system-events.ts';
import { Tally } from '../../shared/domain/report/tally.ts';
import type { AskedComputers } from '../../shared/http/asked-computers.ts';
import type { BatchItem } from '../../shared/table/entities/event/batch.ts';
import {
  astrayBatches,
  batchesOfHour,
  eventsOf,
  hoursBack,
} from '../../shared/table/entities/event/batch-walk.ts';
import { systemEventItem } from '../../shared/table/entities/event/system-event.ts';
import { hourOf, partitions } from '../../shared/table/keys.ts';
import type { ReportDeps } from './deps.ts';
import type { Gather } from './gather.ts';

const HOUR = 3_600_000;
/** How long one report may read; what is older is then not in it, and it says so. */
const MOST_READING = 180_000;
const MOST_LATEST = 200;

/** Attack, firewall or intrusion prevention report: every event of the period is counted, the newest first. */
export const gatherPackets =
  (which: PacketReport): Gather =>
  async (deps, item, scope) => {
    const tally = new Tally(item);
    const since = await countBatches(deps, item, which, scope, tally);
    return (frame) =>
      packetReport(
        which,
        since === undefined ? frame : { ...frame, knownSince: Math.max(since, frame.knownSince ?? 0) },
        tally,
        scope.nameOf,
      );
  };

/** Answers since when events are counted, where that is not the whole period. */
const countBatches = async (
  { store, now }: ReportDeps,
  { tenant, from, to }: Period & { readonly tenant: string },
  which: PacketReport,
  scope: AskedComputers,
  tally: Tally,
): Promise<number | undefined> => {
  const began = now();
  const kinds = countedKinds[which];
  const window = { from, to: to - 1 };
  const count = (batch: BatchItem): void => {
    const { summary, computerID } = batch;
    const misses = !summary.kinds.some((kind) => kinds.includes(kind));
    if (misses || summary.from > window.to || summary.to < from || !scope.sees(computerID)) return;
    for (const { event } of eventsOf(batch)) if (kinds.includes(event.kind)) tally.add(event, computerID);
  };
  for await (const batch of astrayBatches(store, tenant, window, began)) count(batch);
  for (const hour of hoursBack(window, began)) {
    if (now() - began > MOST_READING) return (hour + 1) * HOUR;
    for await (const batch of batchesOfHour(store, tenant, hour)) count(batch);
  }
  return undefined;
};

/** What the plane recorded, the newest first. */
export const gatherSystemEvents: Gather = async ({ store, now }, item, scope) => {
  const { tenant, from, to, reach } = item;
  const byTitle = new Amounts();
  const bySeverity = { info: 0, warning: 0, error: 0 };
  const latest: ReportedSystemEvent[] = [];
  let total = 0;
  const oldest = hourOf(Math.max(from, now() - LOG_LIFE));
  for (let hour = hourOf(Math.min(to - 1, now())); hour >= oldest; hour--) {
    const events = await store.queryAll(partitions.systemEvents(tenant, hour), systemEventItem, {
      descending: true,
    });
    for (const event of events) {
      if (event.at < from || event.at >= to) continue;
      const ofComputer = event.targetType === 'Computer' && event.targetID !== undefined;
      const seen = ofComputer ? scope.sees(event.targetID ?? 0) : reach.unrelated && scope.whole;
      if (!seen) continue;
      total++;
      byTitle.add(`${event.number} ${event.title}`, 1, 1, event.at);
      bySeverity[event.severity]++;
      if (latest.length < MOST_LATEST) latest.push(event);
    }
  }
  const counts: SystemEventCounts = { total, byTitle, bySeverity, latest };
  return (frame) => systemEventReport(frame, counts);
};
