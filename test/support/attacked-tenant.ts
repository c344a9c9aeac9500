import { summarise } from '../../shared/domain/event/summary.ts';
import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { packContent } from '../../shared/table/batch-content.ts';
import { batch } from '../../shared/table/entities/event/batch.ts';
import { newObject } from '../../shared/table/entities/object/object.ts';
import type { Store } from '../../shared/table/store.ts';
import { createIdentity } from './agent-identity.ts';
import type { commerce } from './commerce.ts';
import { batchIDAt, ipsEvent } from './host-events.ts';
import type { NotificationRoad } from './notifications.ts';
import { streamRecord } from './stream.ts';
import { seedComputer } from './tenant.ts';

const COMPUTER = 12;

/** A tenant with one computer, one destination (1) and one rule (1) that tells it of intrusion prevention events. */
export const notifiedTenant = async (
  store: Store,
  plane: ReturnType<typeof commerce>,
  destination: object,
  more: object = {},
): Promise<string> => {
  const { guid } = await plane.tenant();
  await seedComputer(store, guid, COMPUTER, createIdentity());
  const kept = { name: 'd', description: '', enabled: true, ...destination };
  await store.put(newObject(guid, 'notificationdestinations', 1, kept));
  const telling = { name: 'r', eventClass: 'intrusion-prevention', destinationIDs: [1], ...more };
  await store.put(newObject(guid, 'notificationrules', 1, telling));
  return guid;
};

let batches = 0;

/** A batch with one critical hit, folded from `count` packets, is stored and comes by the stream. */
export const attacked = async (
  store: Store,
  road: NotificationRoad,
  tenant: string,
  now: number,
  count = 1,
): Promise<void> => {
  const ruleID = starterCatalogue.rules[0]?.ID;
  const events = [ipsEvent({ at: now - 1000, ruleID, severity: 'critical', repeatCount: count })];
  const batchID = batchIDAt(now, ++batches);
  const packed = packContent(Buffer.from(JSON.stringify({ id: batchID, events })));
  if (!packed) throw new Error('does not fit');
  const summary = summarise(events);
  const item = batch({
    ...{ tenant, computerID: COMPUTER, batchID, received: now, summary, ...packed },
    nonce: 'n',
  });
  await store.put(item);
  await road.stored(streamRecord(item));
};
