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
  digestWrite,
  isDelivered,
  readDigest,
} from '../../shared/table/entities/delivery.ts';
import type { TenantItem } from '../../shared/table/entities/tenant.ts';
import { again, type DeliverDeps, DONE, type Turn } from './deps.ts';

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
 * waiting event stays in the queue until it is sent, so that a window's end finds somebody who looks.
 */
export const toPeople = async (
  deps: PeopleDeps,
  carrier: Carrier<Letter>,
  reading: Reading,
  lines: readonly TallyLine[],
): Promise<Turn | Refusal> => {
  if (lines.length > 0) await count(deps, reading, lines);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await readDigest(deps.store, reading.tenant.guid, reading.destination.ID, reading.rule.ID);
    const now = deps.now();
    const turn = due(before, now);
    if (turn.what === 'nothing') return DONE;
    if (turn.what === 'later') return keeps(before, reading.source) ? again(turn.at) : DONE;
    const taken = await write(deps, reading, before, turn.digest);
    if (!taken) continue;
    const id = `${reading.tenant.guid}#${reading.destination.ID}#${reading.rule.ID}#${turn.tally.keeper}`;
    const outcome = await carrier.send(id, letterTo(reading, turn.tally));
    const windowMs = reading.rule.digestMinutes * MINUTE;
    await settle(deps, reading, (digest) =>
      outcome.ok ? sent(digest, deps.now(), windowMs) : notSent(digest),
    );
    return outcome.ok ? DONE : outcome;
  }
  throw new Error(`the digest of rule ${reading.rule.ID} changes too often`);
};

const letterTo = ({ tenant, destination, rule }: Reading, tally: Parameters<typeof letterOf>[1]): Letter => {
  const { recipients = [], locale = tenant.locale } = destination;
  const letter = letterOf(rule, tally, { locale, timeZone: tenant.timeZone });
  return { ...letter, to: recipients.length > 0 ? recipients : [tenant.emailAddress] };
};

/** Adds what a source brought, in one transaction with the note that it did. */
const count = async (
  { store, now }: PeopleDeps,
  { tenant, destination, rule, source }: Reading,
  lines: readonly TallyLine[],
): Promise<void> => {
  const name = `${destination.ID}#rule-${rule.ID}#${source}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await isDelivered(store, tenant.guid, name)) return;
    const before = await readDigest(store, tenant.guid, destination.ID, rule.ID);
    const written = await store.transact([
      { put: delivered(tenant.guid, name, now()), if: absent('pk') },
      digestWrite(tenant.guid, destination.ID, rule.ID, before, added(before, lines, source)),
    ]);
    if (written.ok) return;
  }
  throw new Error(`the digest of rule ${rule.ID} changes too often`);
};

const write = async (
  { store }: PeopleDeps,
  { tenant, destination, rule }: Reading,
  before: DigestItem | undefined,
  after: Digest,
): Promise<boolean> =>
  (await store.transact([digestWrite(tenant.guid, destination.ID, rule.ID, before, after)])).ok;

/** Writes down how a sending ended; others may have added to what waits meanwhile. */
const settle = async (
  deps: PeopleDeps,
  reading: Reading,
  change: (digest: Digest) => Digest,
): Promise<void> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await readDigest(deps.store, reading.tenant.guid, reading.destination.ID, reading.rule.ID);
    if (!before || (await write(deps, reading, before, change(before)))) return;
  }
  throw new Error(`the digest of rule ${reading.rule.ID} changes too often`);
};
