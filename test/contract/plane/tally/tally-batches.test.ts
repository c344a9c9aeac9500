import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { tallyBatches } from '../../../../functions/tally/tally-batches.ts';
import { consumeStreamTogether } from '../../../../shared/queue/consume.ts';
import type { HostEvent } from '../../../../shared/schema/agent/events.ts';
import { readTallies } from '../../../../shared/table/entities/event/event-tally.ts';
import { context, quietLogger } from '../../../support/call.ts';
import { firewallEvent, ipsEvent } from '../../../support/host-events.ts';
import { storeBatch } from '../../../support/stored-batch.ts';
import { streamRecord } from '../../../support/stream.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 23, 12, 34);
const hour = Date.UTC(2026, 10, 23, 12);
let table: TestTable;
let clock = now;
let tenant: string;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(() => {
  clock = now;
  tenant = crypto.randomUUID();
});

const store = () => table.storeAt(() => clock);
const arrive = async (computerID: number, sealedAt: number, events: readonly HostEvent[], more = {}) => {
  const id = await storeBatch(table.store, tenant, computerID, sealedAt, events, more);
  const found = Object.values(await table.dump()).find((item) => {
    const { pk, sk, kind } = item as Record<string, string>;
    return (
      kind === 'batch' && pk?.startsWith(tenant) && sk === `${String(computerID).padStart(12, '0')}#${id}`
    );
  });
  return streamRecord(found as object);
};
const work = (records: readonly DynamoDBRecord[]) =>
  consumeStreamTogether(quietLogger(), tallyBatches({ store: store() }))(
    { Records: [...records] },
    context(),
  );
const hits = async (from = now - DAY, to = now) =>
  Object.entries(await readTallies(store(), tenant, { from, to })).map(([at, kinds]) => [
    Number(at),
    kinds['intrusion-prevention']?.occurrences,
  ]);
let n = 0;
const some = (computerID: number, times = 1) =>
  arrive(computerID, now - 1000, [ipsEvent({ at: now - 2000, repeatCount: times })], { n: ++n });

it('adds up batches of many hosts by hour and kind', async () => {
  const records = [
    await some(12),
    await some(16, 5),
    await some(13),
    await arrive(12, now - HOUR, [ipsEvent({ at: now - HOUR - 1 }), firewallEvent({ at: now - HOUR })]),
  ];
  expect(await work(records)).toEqual({ batchItemFailures: [] });
  expect(await hits()).toEqual([
    [hour - HOUR, 1],
    [hour, 7],
  ]);
  const tallies = await readTallies(store(), tenant, { from: now - DAY, to: now });
  expect(tallies[hour]?.['intrusion-prevention']).toMatchObject({
    ...{ events: 3, stopped: 7, rules: { 1000001: 7 }, computers: { 12: 1, 16: 5, 13: 1 } },
  });
  expect(tallies[hour - HOUR]?.firewall).toMatchObject({ events: 1, reasons: { 123: 1 } });
});

it('counts each batch once, however often and in whatever part it comes again', async () => {
  const records = [await some(12), await some(16), await some(13), await some(12)];
  await work(records.slice(0, 2));
  await work(records);
  await work(records.slice(1));
  await work(records.slice(2, 3));
  expect(await hits()).toEqual([[hour, 4]]);
});

it('writes once for many batches of a partition', async () => {
  const records = await Promise.all([4, 8, 12, 16].map((ID) => some(ID)));
  const sorted = records.sort((a, b) =>
    (a.dynamodb?.SequenceNumber ?? '') < (b.dynamodb?.SequenceNumber ?? '') ? -1 : 1,
  );
  await work(sorted);
  const items = Object.keys(await table.dump()).filter((key) => key.startsWith(`${tenant}#tallies`));
  expect(items).toHaveLength(1);
  expect(await hits()).toEqual([[hour, 4]]);
});

it('names a batch that cannot be read, and counts the others', async () => {
  const bad = await some(12);
  const image = bad.dynamodb?.NewImage as Record<string, unknown>;
  image.content = { B: Buffer.from('nonsense').toString('base64') };
  const good = await some(12);
  expect(await work([bad, good])).toEqual({
    batchItemFailures: [{ itemIdentifier: bad.dynamodb?.SequenceNumber }],
  });
  expect(await hits()).toEqual([[hour, 1]]);
});

it('counts what a wrong clock dated when it was received, and forgets after 28 days', async () => {
  await work([await arrive(12, now + 400 * DAY, [ipsEvent({ at: now + 400 * DAY })], { received: now })]);
  expect(await hits()).toEqual([[hour, 1]]);
  clock = hour + HOUR + 28 * DAY;
  expect(await hits(0, clock)).toEqual([]);
});

it('leaves other records alone', async () => {
  expect(await work([streamRecord({ pk: 'x', sk: 'y', kind: 'policy' }), streamRecord(undefined)])).toEqual({
    batchItemFailures: [],
  });
});
