import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accept, refuse } from '../../../../shared/domain/outcome.ts';
import type { Mail, Mailer } from '../../../../shared/ports/mailer.ts';
import { listAlerts } from '../../../../shared/table/entities/alert/alert.ts';
import { readCircuit, writeCircuit } from '../../../../shared/table/entities/notification/delivery.ts';
import { newObject } from '../../../../shared/table/entities/object/object.ts';
import { objectRecords } from '../../../../shared/table/entities/object/object-records.ts';
import type { Store } from '../../../../shared/table/store.ts';
import { attacked as attackedAt, notifiedTenant } from '../../../support/attacked-tenant.ts';
import { commerce } from '../../../support/commerce.ts';
import { type NotificationRoad, notificationRoad } from '../../../support/notifications.ts';
import { rawServer, stopReceivers } from '../../../support/receivers.ts';
import { streamRecord } from '../../../support/stream.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

const start = Date.UTC(2026, 10, 23, 12);

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

const setUp = (destination: object): Promise<string> => notifiedTenant(table.store, plane, destination);
const attacked = (road: NotificationRoad, tenant: string, count = 1): Promise<void> =>
  attackedAt(table.store, road, tenant, clock.now, count);

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
