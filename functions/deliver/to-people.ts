import type { Carrier, Letter, OpenedDestination } from '../../shared/delivery/carrier.ts';
import {
  added,
  type Digest,
  due,
  keeps,
  notSent,
  sent,
  type TallyLine,
} from '../../shared/domain/notification/digest.ts';
import { letterOf } from '../../shared/domain/notification/letter/letter.ts';
import type { NotificationRule } from '../../shared/domain/notification/rule.ts';
import type { Refusal } from '../../shared/domain/outcome.ts';
import { absent } from '../../shared/table/condition.ts';
import {
  type DigestItem,
  delivered,
  digestItemOf,
  readDigest,
  unseen,
} from '../../shared/table/entities/notification/delivery.ts';
import type { TenantItem } from '../../shared/table/entities/tenant/tenant.ts';
import { again, type DeliverDeps, DONE, TAKEN, type Turn } from './deps.ts';

export interface Reading {
  readonly tenant: TenantItem;
  readonly destination: OpenedDestination;
  readonly rule: NotificationRule;
  /** Names the source and so the message. */
  readonly source: string;
}

type PeopleDeps = Pick<DeliverDeps, 'store' | 'now'>;
const ATTEMPTS = 30;
const MINUTE = 60_000;

/**
 * Counts events into the digest of their rule, once, and sends what is due. The message that brought the first
 * waiting event stays in the queue until it is sent, so that a window's end finds somebody who looks. Counting and
 * taking are one write, so that an ordinary mail costs one read and two writes.
 */
export const toPeople = async (
  deps: PeopleDeps,
  carrier: Carrier<Letter>,
  reading: Reading,
  lines: readonly TallyLine[],
): Promise<Turn | Refusal> => {
  let counted = lines.length === 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await read(deps, reading);
    const digest = counted ? before : added(before, lines, reading.source);
    const turn = due(digest, deps.now());
    const after = turn.what === 'send' ? turn.digest : digest;
    if (after && after !== before) {
      const written = await write(deps, reading, before, after, !counted);
      if (written === 'counted before') counted = true;
      if (written !== 'ok') continue;
    }
    if (turn.what === 'nothing') return DONE;
    if (turn.what === 'later') return keeps(after, reading.source) ? again(turn.at) : DONE;
    const id = `${placeOf(reading).join('#')}#${turn.tally.keeper}`;
    const outcome = await carrier.send(id, letterTo(reading, turn.tally));
    const windowMs = reading.rule.digestMinutes * MINUTE;
    const left = await settle(deps, reading, stored(reading, before, turn.digest), (digest) =>
      outcome.ok ? sent(digest, deps.now(), windowMs) : notSent(digest),
    );
    if (!outcome.ok) return outcome;
    // It may have sent what a dead one left: what it brought itself waits for the window's end.
    return left && keeps(left, reading.source) ? again(left.until) : TAKEN;
  }
  throw new Error(`the digest of rule ${reading.rule.ID} changes too often`);
};

const letterTo = ({ tenant, destination, rule }: Reading, tally: Parameters<typeof letterOf>[1]): Letter => {
  const { recipients = [], locale = tenant.locale } = destination;
  const letter = letterOf(rule, tally, { locale, timeZone: tenant.timeZone });
  return { ...letter, to: recipients.length > 0 ? recipients : [tenant.emailAddress] };
};

const placeOf = ({ tenant, destination, rule }: Reading) => [tenant.guid, destination.ID, rule.ID] as const;

const read = ({ store }: PeopleDeps, reading: Reading): Promise<DigestItem | undefined> =>
  readDigest(store, ...placeOf(reading));

/** What stands in the table after a digest was written over `before`. */
const stored = (reading: Reading, before: DigestItem | undefined, after: Digest): DigestItem =>
  digestItemOf(...placeOf(reading), before, after);

/** Writes a digest if it still is what was read; with it, where it counts a source, the note that it did. */
const write = async (
  { store, now }: PeopleDeps,
  reading: Reading,
  before: DigestItem | undefined,
  after: Digest,
  counts: boolean,
): Promise<'ok' | 'counted before' | 'changed'> => {
  const item = stored(reading, before, after);
  if (!counts) return (await store.put(item, unseen(before))).ok ? 'ok' : 'changed';
  const [tenant, destinationID, ruleID] = placeOf(reading);
  const note = delivered(tenant, `${destinationID}#rule-${ruleID}#${reading.source}`, now());
  const written = await store.transact([
    { put: note, if: absent('pk') },
    { put: item, if: unseen(before) },
  ]);
  if (written.ok) return 'ok';
  return written.failed[0] ? 'counted before' : 'changed';
};

/** Writes down how a sending ended, and answers what is left; others may have added to what waits meanwhile. */
const settle = async (
  deps: PeopleDeps,
  reading: Reading,
  known: DigestItem,
  change: (digest: Digest) => Digest,
): Promise<Digest | undefined> => {
  let before: DigestItem | undefined = known;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (!before) return undefined;
    const after = change(before);
    if ((await write(deps, reading, before, after, false)) === 'ok') return after;
    before = await read(deps, reading);
  }
  throw new Error(`the digest of rule ${reading.rule.ID} changes too often`);
};
