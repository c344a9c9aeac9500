import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import * as z from 'zod';
import { hoursFor, type Window } from '../../../domain/event/placement.ts';
import { logExpiry } from '../../../domain/event/retention.ts';
import { addTallies, type Tallies } from '../../../domain/event/tally.ts';
import { absent, equals } from '../../condition.ts';
import { keys, partitions } from '../../keys.ts';
import { Contention, type Store } from '../../store.ts';

const HOUR = 3_600_000;
const ATTEMPTS = 10;
const MAX_UNPACKED = 4 * 1024 * 1024;
/** A reader that adds up a tenant's tallies keeps this much longer lists than one of them has. */
const WIDER = 20;

/**
 * What the batches of one partition and hour told, added up. `upTo` is the stream's sequence number of the last batch
 * in it: within one partition these only grow, so a batch that comes again is known and counted once.
 */
const tallyItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('event-tally'),
  upTo: z.string(),
  packed: z.instanceof(Uint8Array),
  expiresAt: z.number(),
});

export interface Addition {
  /** Sequence number in the table's stream. */
  readonly sequence: string;
  readonly tallies: Tallies;
}

export interface TallyPlace {
  readonly tenant: string;
  /** Hours since 1970: of sealing, or of receipt where that cannot be trusted. */
  readonly hour: number;
  readonly source: string;
}

/** Adds what is not in it yet, in one write; repeating it changes nothing. */
export const addToTally = async (
  store: Store,
  { tenant, hour, source }: TallyPlace,
  additions: readonly Addition[],
): Promise<void> => {
  const key = keys.eventTally(tenant, hour, source);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const item = await store.get(key, tallyItem);
    const fresh = additions.filter(({ sequence }) => !item || ordinal(sequence) > ordinal(item.upTo));
    if (fresh.length === 0) return;
    const last = fresh.reduce((a, b) => (ordinal(b.sequence) > ordinal(a.sequence) ? b : a));
    const sum = fresh.reduce((all, { tallies }) => addTallies(all, tallies), item ? open(item.packed) : {});
    const next: z.infer<typeof tallyItem> = {
      ...key,
      kind: 'event-tally',
      upTo: last.sequence,
      packed: pack(sum),
      // Of the newest batch that may be in it: the hour's end, and what a host may wait with it.
      expiresAt: logExpiry(Math.max((hour + 1) * HOUR, store.now())),
    };
    const { ok } = await store.put(next, item ? equals('upTo', item.upTo) : absent('pk'));
    if (ok) return;
  }
  throw new Contention(new Error(`tally ${key.sk}`));
};

/**
 * What a tenant's hosts told by hour and kind, for hours of event time that begin within the window: a few read units
 * a day whatever the number of events. Seconds to a minute behind. Hosts whose clock is wrong count when they reported.
 */
export const readTallies = async (store: Store, tenant: string, window: Window): Promise<Tallies> => {
  const { newest, oldest } = hoursFor(window, store.now());
  const items = await store.queryAll(partitions.eventTallies(tenant), tallyItem, {
    between: [keys.eventTalliesFrom(tenant, oldest).sk, keys.eventTalliesFrom(tenant, newest + 1).sk],
  });
  const sum = items.reduce<Tallies>((all, { packed }) => addTallies(all, open(packed), WIDER), {});
  return Object.fromEntries(
    Object.entries(sum).filter(([hour]) => Number(hour) >= window.from && Number(hour) <= window.to),
  );
};

const pack = (tallies: Tallies): Buffer<ArrayBuffer> =>
  zstdCompressSync(JSON.stringify(tallies), { params: { [constants.ZSTD_c_compressionLevel]: 9 } });

/** Only the service writes tallies, from events that were parsed. */
const open = (packed: Uint8Array): Tallies =>
  JSON.parse(zstdDecompressSync(packed, { maxOutputLength: MAX_UNPACKED }).toString()) as Tallies;

const ordinal = (sequence: string): string => sequence.padStart(40, '0');
