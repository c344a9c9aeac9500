import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { summarise } from '../../../../shared/domain/event/summary.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { accept, refuse } from '../../../../shared/domain/outcome.ts';
import type { Mail, Mailer } from '../../../../shared/ports/mailer.ts';
import { packContent } from '../../../../shared/table/batch-content.ts';
import { listAlerts } from '../../../../shared/table/entities/alert/alert.ts';
import { batch } from '../../../../shared/table/entities/event/batch.ts';
import { readCircuit, writeCircuit } from '../../../../shared/table/entities/notification/delivery.ts';
import { newObject } from '../../../../shared/table/entities/object/object.ts';
import { objectRecords } from '../../../../shared/table/entities/object/object-records.ts';
import type { Store } from '../../../../shared/table/store.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { commerce } from '../../../support/commerce.ts';
import { batchIDAt, ipsEvent } from '../../../support/host-events.ts';
import { type NotificationRoad, notificationRoad } from '../../../support/notifications.ts';
import { byteServer, rawServer, stopReceivers, webServer } from '../../../support/receivers.ts';
import { streamRecord } from '../../../support/stream.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

const start = Date.UTC(2026, 10, 23, 12);
const rule = starterCatalogue.rules[0];
if (!rule) throw new Error('the catalogue is empty');

let table: TestTable;
let plane: ReturnType<typeof commerce>;
let clock: { now: number };
let store: Store;
beforeAll(async () => {
  table = await startTable();
  plane = commerce(table.store);
});
afterAll(() => table.stop());
beforeEach(() => {
  clock = { now: start };
  store = table.storeAt(() => clock.now);
});
afterEach(stopReceivers);

const nobody: Mailer = { send: () => Promise.reject(new Error('nobody is mailed here')) };

const setUp = async (destination: object, more: object = {}): Promise<string> => {
  const { guid } = await plane.tenant();
  await seedComputer(table.store, guid, 12, createIdentity());
  const kept = { name: 'd', description: '', enabled: true, ...destination };
  await table.store.put(newObject(guid, 'notificationdestinations', 1, kept));
  const telling = { name: 'r', eventClass: 'intrusion-prevention', destinationIDs: [1], ...more };
  await table.store.put(newObject(guid, 'notificationrules', 1, telling));
  return guid;
};

let n = 0;
const attacked = async (road: NotificationRoad, tenant: string, count = 1): Promise<void> => {
  const events = [
    ipsEvent({ at: clock.now - 1000, ruleID: rule.ID, severity: 'critical', repeatCount: count }),
  ];
  const batchID = batchIDAt(clock.now, ++n);
  const packed = packContent(Buffer.from(JSON.stringify({ id: batchID, events })));
  if (!packed) throw new Error('does not fit');
  const summary = summarise(events);
  const item = batch({
    tenant,
    computerID: 12,
    batchID,
    received: clock.now,
    summary,
    ...packed,
    nonce: 'n',
  });
  await table.store.put(item);
  await road.stored(streamRecord(item));
};

class Killed extends Error {}

/** Dies at the n-th await point: before or after the call is made. All that follows fails as well, as in a dead process. */
const dying = (at: number) => {
  let passed = 0;
  const point = (): void => {
    if (++passed >= at) throw new Killed(`at point ${passed}`);
  };
  const deadly =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      point();
      const result = await work(...args);
      point();
      return result;
    };
  return { deadly, reached: () => passed >= at };
};

const deadlyStore = (real: Store, deadly: ReturnType<typeof dying>['deadly']): Store => ({
  ...real,
  get: deadly(real.get as never) as Store['get'],
  put: deadly(real.put),
  remove: deadly(real.remove),
  transact: deadly(real.transact),
  queryAll: deadly(real.queryAll as never) as Store['queryAll'],
});

describe('a notifier that dies at any of its await points', () => {
  it('never loses an event and mails at most one duplicate', async () => {
    let points = 0;
    for (let at = 1; ; at++) {
      clock.now = start;
      const mails: Mail[] = [];
      const road = notificationRoad(store, clock, nobody);
      const tenant = await setUp({ type: 'mail' });
      const { deadly, reached } = dying(at);
      const send = async (mail: Mail) => {
        mails.push(mail);
        return accept(undefined);
      };
      await attacked(road, tenant, 7);
      await road.work({ store: deadlyStore(store, deadly), mailer: { send: deadly(send) } });
      await attacked(road, tenant, 5);
      await road.drain({ mailer: { send } });
      const counts = mails.map(({ subject }) => Number(/イベント (\d+)件/.exec(subject)?.[1]));
      const distinct = counts.reduce((sum, one) => sum + one, 0);
      // 7 and 5, or 12 together where the first died; one of them twice at most.
      expect([12, 19, 24], `point ${at}: ${counts}`).toContain(distinct);
      expect(mails.length, `point ${at}`).toBeLessThanOrEqual(3);
      if (!reached()) break;
      points = at;
    }
    expect(points).toBeGreaterThan(15);
    console.log(`killed at ${points} points`);
  });

  /** A machine of each kind: its destination, and which events arrived there, each by what tells it from others. */
  const machines = {
    webhook: async () => {
      const web = await webServer();
      return { to: { url: `http://127.0.0.1:${web.port}/` }, arrived: () => uniqueIDs(web.posted) };
    },
    sns: async () => {
      const web = await webServer(undefined, '<MessageId>m</MessageId>');
      sns = web.port;
      const to = { topicArn: 'arn:aws:sns:eu-west-1:123456789012:t', accessKey: 'AKIAIOSFODNN7EXAMPLE' };
      const messages = () =>
        web.posted.map(({ body }) => ({ body: new URLSearchParams(body).get('Message') ?? '' }));
      return { to, arrived: () => uniqueIDs(messages()) };
    },
    syslog: async () => {
      const server = await byteServer();
      const to = { server: '127.0.0.1', port: server.port, transport: 'tcp' };
      return { to, arrived: () => [...server.text().matchAll(/ cnt=(\d+)/g)].map(([, count]) => count) };
    },
  } as const;
  let sns = 0;
  const uniqueIDs = (posted: readonly { readonly body: string }[]) =>
    posted.flatMap(({ body }) => (JSON.parse(body) as { UniqueID: string }[]).map((e) => e.UniqueID));

  it.each(['webhook', 'sns', 'syslog'] as const)(
    'brings each event by %s, at most one piece twice',
    async (type) => {
      let points = 0;
      for (let at = 1; ; at++) {
        clock.now = start;
        const { to, arrived } = await machines[type]();
        const road = notificationRoad(store, clock, nobody, () => `http://127.0.0.1:${sns}/`);
        const tenant = await setUp({ type, ...to });
        const { deadly, reached } = dying(at);
        await attacked(road, tenant, 2);
        await attacked(road, tenant, 3);
        await road.work({ store: deadlyStore(store, deadly) });
        await road.drain();
        await vi.waitFor(() => expect(new Set(arrived()).size, `point ${at}`).toBe(2), 5_000);
        expect(arrived().length, `point ${at}`).toBeLessThanOrEqual(3);
        await stopReceivers();
        if (!reached()) break;
        points = at;
      }
      expect(points).toBeGreaterThan(15);
    },
    60_000,
  );
});

describe('a destination that does not take what is sent', () => {
  const good = (mails: Mail[]): Mailer => ({
    send: async (mail) => {
      mails.push(mail);
      return accept(undefined);
    },
  });
  const smtp = (port: number) => ({
    type: 'smtp',
    server: '127.0.0.1',
    port,
    fromAddress: 'a@example.com',
    recipients: ['b@example.com'],
    security: 'starttls',
  });

  it('that hangs keeps nobody else from theirs, and is tried once for all that waits', async () => {
    let tried = 0;
    const port = await rawServer(() => tried++);
    const mails: Mail[] = [];
    const road = notificationRoad(store, clock, good(mails));
    const dead = await setUp(smtp(port));
    const alive = await setUp({ type: 'mail' });
    for (let i = 0; i < 5; i++) await attacked(road, dead);
    await attacked(road, alive);
    await road.work();
    expect(mails).toHaveLength(1);
    expect(tried).toBe(1);
    expect(road.queue).toHaveLength(5);
    await road.work();
    expect(tried).toBe(1);
  }, 30_000);

  it.each([
    ['451 4.7.1 try again later', '451'],
    ['554 5.7.1 go away', '554'],
  ])('that answers %s is tried again, and gets everything when it is well', async (line, code) => {
    const port = await rawServer((socket) => socket.end(`${line}\r\n`));
    const road = notificationRoad(store, clock, nobody);
    const tenant = await setUp(smtp(port));
    await attacked(road, tenant, 7);
    await road.work();
    const [circuit] = Object.values(await table.dump()).filter(
      (item) =>
        (item as { pk: string; kind: string }).kind === 'circuit' &&
        (item as { pk: string }).pk.startsWith(tenant),
    );
    expect(circuit).toMatchObject({
      failures: 1,
      openUntil: start + 30_000,
      message: expect.stringContaining(code),
    });
    const mails: Mail[] = [];
    await table.store.put(
      newObject(tenant, 'notificationdestinations', 1, {
        name: 'd',
        description: '',
        enabled: true,
        type: 'mail',
      }),
    );
    await road.drain({ mailer: good(mails) });
    expect(mails).toMatchObject([{ subject: expect.stringContaining('イベント 7件') }]);
    expect(
      Object.values(await table.dump()).filter((item) =>
        (item as { pk: string }).pk.startsWith(`${tenant}#deliveries`),
      ),
    ).toMatchObject([{ kind: 'digest' }]);
  });

  it('that promises STARTTLS and hangs up, or does not offer it, is sent no mail', async () => {
    for (const offers of ['250-host\r\n250 STARTTLS\r\n', '250 host\r\n']) {
      const said: string[] = [];
      const port = await rawServer((socket) => {
        socket.write('220 host\r\n');
        socket.on('data', (chunk: Buffer) => {
          const line = chunk.toString();
          said.push(line);
          if (/^EHLO/i.test(line)) socket.write(offers);
          else if (/^STARTTLS/i.test(line)) socket.end('220 go\r\n');
          else socket.write('502 no\r\n');
        });
      });
      const road = notificationRoad(store, clock, nobody);
      await attacked(road, await setUp(smtp(port)));
      await road.work();
      expect(road.queue).toHaveLength(1);
      expect(said.join('')).not.toMatch(/MAIL FROM/i);
    }
  });

  it.each(['169.254.169.254', '10.0.0.1', '::ffff:10.0.0.1', '0.0.0.0', 'localhost.localdomain'])(
    'inside, at %s, is not reached',
    async (server) => {
      const road = notificationRoad(store, clock, nobody);
      await attacked(road, await setUp({ ...smtp(587), server }));
      await road.work();
      expect(road.queue).toHaveLength(1);
    },
  );

  it('of the mail service that refuses the address waits like any other', async () => {
    const road = notificationRoad(store, clock, { send: async () => refuse('invalid', 'refused') });
    await attacked(road, await setUp({ type: 'mail' }));
    await road.work();
    expect(road.queue.map(({ visible }) => visible)).toEqual([start + 30_000]);
  });

  const alertOf = async (tenant: string) => {
    const [alert] = (await listAlerts(store, tenant))
      .filter(({ target }) => target.startsWith('destination-'))
      .map(({ type, target, state, subject }) => ({
        type,
        target,
        state,
        reason: subject.reason,
      }));
    return alert;
  };
  const until = async (road: NotificationRoad, turns: number): Promise<void> => {
    for (let i = 0; i < turns; i++) {
      await road.work();
      clock.now = road.queue[0]?.visible ?? clock.now;
    }
  };

  it('that stays dead is told of once, by an event and an alert, while its messages wait', async () => {
    const road = notificationRoad(store, clock, { send: async () => refuse('invalid', 'It is full.') });
    const tenant = await setUp({ type: 'mail' });
    await attacked(road, tenant);
    await until(road, 2);
    expect(await alertOf(tenant)).toBeUndefined();
    await until(road, 4);
    const told = Object.entries(await table.dump()).filter(
      ([key, item]) => key.startsWith(`${tenant}#system#`) && (item as { number: number }).number === 198,
    );
    expect(told).toHaveLength(1);
    expect(told[0]?.[1]).toMatchObject({
      description: expect.stringMatching(/^It is full\. What is for it waits/),
    });
    expect(road.queue).toHaveLength(1);
    const raised = { type: 'failed-to-send-email', target: 'destination-1', state: 'raised' };
    expect(await alertOf(tenant)).toEqual({ ...raised, reason: 'd: It is full.' });
    await road.drain({ mailer: good([]) });
    expect(await alertOf(tenant)).toMatchObject({ ...raised, state: 'cleared' });
  });

  it('is not well because something else of it had only to be counted', async () => {
    const road = notificationRoad(store, clock, good([]));
    const tenant = await setUp({ type: 'mail' });
    await store.put(
      newObject(tenant, 'notificationrules', 2, {
        ...{ name: 'r2', eventClass: 'intrusion-prevention', destinationIDs: [1] },
        conditions: { severityAtLeast: 'critical' },
      }),
    );
    await attacked(road, tenant);
    await road.work();
    const broken = { failures: 5, openUntil: clock.now, since: clock.now, message: 'm' };
    await writeCircuit(store, tenant, 1, broken);
    await attacked(road, tenant);
    await road.work();
    expect(await readCircuit(store, tenant, 1)).toMatchObject(broken);
    await road.drain();
    expect(await readCircuit(store, tenant, 1)).toBeUndefined();
  });

  it.each([
    ['sns', { topicArn: 'arn:aws:sns:eu-west-1:123456789012:t', accessKey: 'AKIAIOSFODNN7EXAMPLE' }],
    ['webhook', { url: 'http://10.0.0.1/' }],
    ['syslog', { server: '10.0.0.1', port: 514, transport: 'tcp' }],
  ])('of type %s has its own alert, which ends when somebody changes the destination', async (type, rest) => {
    const road = notificationRoad(store, clock, nobody, () => 'http://10.0.0.1/');
    const tenant = await setUp({ type, ...rest });
    await attacked(road, tenant);
    await until(road, 3);
    const raised = { type: expect.stringContaining(`send-${type}`), target: 'destination-1' };
    expect(await alertOf(tenant)).toMatchObject({ ...raised, state: 'raised' });
    const [changed] = objectRecords(
      newObject(tenant, 'notificationdestinations', 1, {}),
      'updated',
      { events: { title: 'Notification Destination', created: 180, updated: 180, deleted: 180 }, name: 'd' },
      clock.now,
      { kind: 'key', ID: 1, name: 'k' } as never,
    );
    if (!changed || !('put' in changed)) throw new Error('no event');
    await road.stored(streamRecord(changed.put as never));
    expect(await alertOf(tenant)).toMatchObject({ ...raised, state: 'cleared' });
  });
});
