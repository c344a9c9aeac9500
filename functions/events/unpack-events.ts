import { isSkewed, type Window } from '../../shared/domain/event/placement.ts';
import type { EventRank } from '../../shared/domain/event/rank.ts';
import { batchContent, type HostEvent, hostEvent } from '../../shared/schema/agent/events.ts';
import { openContent } from '../../shared/table/batch-content.ts';
import type { BatchItem } from '../../shared/table/entities/event/batch.ts';
import type { Scope } from './read-slice.ts';

/** An event that is asked for, as it lies in its batch. */
export interface RawEvent {
  readonly rank: EventRank;
  readonly event: Readonly<Record<string, unknown>>;
  readonly received: number;
}

export interface FoundEvent<K extends HostEvent['kind'] = HostEvent['kind']> {
  readonly rank: EventRank;
  readonly event: Extract<HostEvent, { kind: K }>;
  readonly received: number;
  readonly skewed: boolean;
}

export interface Unpacked {
  readonly events: readonly RawEvent[];
  /** Bytes that were unpacked for it; 0 when the summary said that there is nothing. */
  readonly bytes: number;
}

/** Unique within the tenant: computer, batch and index in it. */
export const eventIDOf = ({ computerID, batchID, index }: EventRank): string =>
  `${computerID}-${batchID}-${index}`;

/**
 * The events of a batch that are of the kind, within the window and asked for; its summary spares most batches the
 * work. They were parsed when they came, so a search looks at them as they are and only what it answers is parsed.
 */
export const unpackEvents = (batch: BatchItem, kind: HostEvent['kind'], scope: Scope): Unpacked => {
  const { summary, computerID, batchID, received } = batch;
  const { window } = scope;
  if (!summary.kinds.includes(kind) || summary.from > window.to || summary.to < window.from) return nothing;
  if (!scope.sees(computerID) || !scope.mayHold(summary)) return nothing;
  const json = openContent(batch);
  const events: RawEvent[] = [];
  for (const [index, event] of contentOf(json).entries()) {
    if (event.kind !== kind || !isWithin(event, window)) continue;
    const rank = { at: event.at as number, computerID, batchID, index };
    if (scope.holds({ event, eventID: eventIDOf(rank), computerID, received })) {
      events.push({ rank, event, received });
    }
  }
  return { events, bytes: json.length };
};

/** Brings an event into the shape of the contract; one that does not fit it any more is left out. */
export const parseEvent = <K extends HostEvent['kind']>({
  event,
  rank,
  received,
}: RawEvent): readonly FoundEvent<K>[] => {
  const parsed = hostEvent.safeParse(event);
  if (!parsed.success) return [];
  const known = parsed.data as Extract<HostEvent, { kind: K }>;
  return [{ rank, event: known, received, skewed: isSkewed(known.at, received) }];
};

const contentOf = (json: Buffer): readonly Readonly<Record<string, unknown>>[] =>
  batchContent.parse(JSON.parse(json.toString())).events as Readonly<Record<string, unknown>>[];

const isWithin = ({ at, endAt }: Readonly<Record<string, unknown>>, { from, to }: Window): boolean =>
  typeof at === 'number' && at <= to && Math.max(at, typeof endAt === 'number' ? endAt : at) >= from;

const nothing: Unpacked = { events: [], bytes: 0 };
