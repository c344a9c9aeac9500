import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { summarise } from '../../../../shared/domain/event/summary.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { accept } from '../../../../shared/domain/outcome.ts';
import type { Mail } from '../../../../shared/ports/mailer.ts';
import type { HostEvent } from '../../../../shared/schema/agent/events.ts';
import { packContent } from '../../../../shared/table/batch-content.ts';
import { batch } from '../../../../shared/table/entities/event/batch.ts';
import { systemEvent } from '../../../../shared/table/entities/event/system-event.ts';
import { newObject } from '../../../../shared/table/entities/object/object.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { batchIDAt, firewallEvent, ipsEvent } from '../../../support/host-events.ts';
import { type NotificationRoad, notificationRoad } from '../../../support/notifications.ts';
import { byteServer, mailServer, stopReceivers, webServer } from '../../../support/receivers.ts';
import { streamRecord } from '../../../support/stream.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';
import { makeCertificate } from '../../../support/tls.ts';

const start = Date.UTC(2026, 10, 23, 12);
const rule = starterCatalogue.rules[0];
if (!rule) throw new Error('the catalogue is empty');

let table: TestTable;
let plane: ReturnType<typeof commerce>;
let tenant: TestTenant;
let clock: { now: number };
let mails: Mail[];
let road: NotificationRoad;
beforeAll(async () => {
  table = await startTable();
  plane = commerce(table.store);
});
afterAll(() => table.stop());
beforeEach(async () => {
  clock = { now: start };
  mails = [];
  const take = async (mail: Mail) => {
    mails.push(mail);
    return accept(undefined);
  };
  road = notificationRoad(
    table.storeAt(() => clock.now),
    clock,
    { send: take },
  );
  tenant = await plane.tenant();
  await seedComputer(table.store, tenant.guid, 12, createIdentity());
});
afterEach(stopReceivers);

const ask = (path: string, body?: unknown, method?: string) =>
  call<Record<string, unknown> & { ID: number; message: string }>(road.handler, {
    path: `/api/${path}`,
    headers: tenant.auth,
    body,
    ...(method && { method }),
  });
const destination = async (body: object): Promise<number> => {
  const made = await ask('notificationdestinations', { name: `d${Math.random()}`, ...body });
  expect(made).toMatchObject({ status: 200 });
  return made.body.ID;
};
const told = async (destinationID: number, more: object = {}): Promise<number> => {
  const made = await ask('notificationrules', {
    name: `r${Math.random()}`,
    eventClass: 'intrusion-prevention',
    destinationIDs: [destinationID],
    ...more,
  });
  expect(made).toMatchObject({ status: 200 });
  return made.body.ID;
};

let n = 0;
const happens = async (...events: HostEvent[]): Promise<void> => {
  const batchID = batchIDAt(clock.now, ++n);
  const packed = packContent(Buffer.from(JSON.stringify({ id: batchID, events })));
  if (!packed) throw new Error('does not fit');
  const item = batch({
    tenant: tenant.guid,
    computerID: 12,
    batchID,
    received: clock.now,
    summary: summarise(events),
    ...packed,
    nonce: 'n',
  });
  await table.store.put(item);
  await road.stored(streamRecord(item));
};
const attack = (more = {}) =>
  ipsEvent({ at: clock.now - 1000, ruleID: rule.ID, severity: 'critical', ...more });

describe('mail', () => {
  it('goes out at once, and an attack of a million packets is one more mail with a count', async () => {
    await told(await destination({ type: 'mail', recipients: ['soc@example.com'] }));
    await happens(attack());
    await road.work();
    expect(mails).toMatchObject([{ to: 'soc@example.com', subject: expect.stringContaining(rule.name) }]);
    for (let i = 0; i < 20; i++) {
      clock.now += 10_000;
      await happens(...Array.from({ length: 50 }, () => attack({ repeatCount: 1000 })));
      await road.work();
    }
    expect(mails).toHaveLength(1);
    await road.drain();
    expect(mails).toHaveLength(2);
    expect(mails[1]?.subject).toContain('1000000');
    expect(clock.now).toBeLessThan(start + 16 * 60_000);
  });

  it('goes through the tenant’s own server, signed in over STARTTLS', async () => {
    const { key, cert, ca } = await makeCertificate();
    const logins: unknown[] = [];
    const server = await mailServer({
      key,
      cert,
      onAuth: ({ username, password }, _session, done) => {
        logins.push([username, password]);
        done(null, { user: username });
      },
    });
    const smtp = {
      type: 'smtp',
      server: '127.0.0.1',
      fromAddress: 'patch@example.com',
      recipients: ['soc@example.com', 'second@example.com'],
      username: 'plane',
      password: 'open sesame',
      locale: 'ja-JP',
    };
    const ID = await destination({ ...smtp, port: server.port });
    expect(JSON.stringify(await table.dump())).not.toContain('open sesame');
    await told(ID);
    await happens(attack());
    await road.work();
    expect(server.mails).toEqual([]);
    expect(road.queue).toHaveLength(1);
    await table.store.put(newObject(tenant.guid, 'certificates', 1, { certificate: ca }));
    await road.drain();
    expect(logins).toEqual([['plane', 'open sesame']]);
    expect(server.mails).toMatchObject([
      { subject: expect.stringMatching(/^\[Managed Virtual Patch\] 侵入防御イベント 1件 - host-12/) },
    ]);
  });
});

describe('machines', () => {
  it('get the documented JSON, signed, once, and only what the rule wants', async () => {
    const web = await webServer();
    const url = `http://127.0.0.1:${web.port}/hook`;
    const ID = await destination({ type: 'webhook', url, signingSecret: 'shared' });
    await told(ID, { conditions: { severityAtLeast: 'high' } });
    await told(ID, { eventClass: 'firewall' });
    const denied = firewallEvent({ at: clock.now, ruleID: 5 });
    await happens(attack(), attack({ severity: 'low' }), denied);
    await road.drain();
    expect(web.posted).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: '' }] = web.posted;
    expect(JSON.parse(body)).toMatchObject([
      { EventType: 'PayloadLog', Reason: rule.name, Hostname: 'host-12', SeverityString: 'Critical' },
      { EventType: 'PacketLog' },
    ]);
    const signed = `${headers['x-virtual-patch-timestamp']}.${body}`;
    const mac = createHmac('sha256', 'shared').update(signed).digest('hex');
    expect(headers['x-virtual-patch-signature']).toBe(`v1=${mac}`);
  });

  it('get CEF over TLS, counted in octets', async () => {
    const { key, cert } = await makeCertificate();
    const server = await byteServer({ key, cert });
    const ID = await destination({
      type: 'syslog',
      server: '127.0.0.1',
      port: server.port,
      transport: 'tls',
      verifyCertificate: false,
    });
    await told(ID, { eventClass: 'system', conditions: { eventIDs: [730] } });
    const event = systemEvent(tenant.guid, {
      id: 'x',
      at: clock.now,
      number: 730,
      severity: 'error',
      title: 'Offline',
      actionBy: 'System',
    });
    await table.store.put(event);
    await road.stored(streamRecord(event));
    await road.drain();
    const [, octets = '', message = ''] = /^(\d+) (.*)$/s.exec(server.text()) ?? [];
    expect(Buffer.byteLength(message)).toBe(Number(octets));
    expect(message).toMatch(
      /^<131>1 2026-11-23T12:00:00\.000Z .* CEF:0\|Trend Micro\|Deep Security Manager\|/,
    );
  });
});

describe('a destination', () => {
  it('answers what happened to its test, and never its secret', async () => {
    const web = await webServer(() => 503);
    const url = `http://127.0.0.1:${web.port}/`;
    const ID = await destination({ type: 'webhook', url, signingSecret: 'shared' });
    const tested = await ask(`notificationdestinations/${ID}/test`, {}, 'POST');
    expect(tested).toMatchObject({
      status: 200,
      body: { delivered: false, message: 'The webhook answered 503.' },
    });
    const shown = await ask(`notificationdestinations/${ID}`);
    expect(shown.body).toMatchObject({ hasSecret: true });
    expect(JSON.stringify(shown.body)).not.toContain('shared');
    const moved = await ask(`notificationdestinations/${ID}`, { url: 'https://attacker.example/' });
    expect(moved).toMatchObject({ status: 400, body: { message: expect.stringContaining('signingSecret') } });
  });

  it('that a rule names cannot be deleted', async () => {
    const ID = await destination({ type: 'mail' });
    const ruleID = await told(ID);
    const used = await ask(`notificationdestinations/${ID}`, undefined, 'DELETE');
    expect(used.status).toBe(400);
    await ask(`notificationrules/${ruleID}`, undefined, 'DELETE');
    expect((await ask(`notificationdestinations/${ID}`, undefined, 'DELETE')).status).toBe(200);
  });

  it('inside the plane’s own network is refused when it is tried', async () => {
    const ID = await destination({ type: 'webhook', url: 'http://169.254.169.254/latest/meta-data/' });
    const tested = await ask(`notificationdestinations/${ID}/test`, {}, 'POST');
    expect(tested.body).toMatchObject({
      delivered: false,
      message: expect.stringContaining('internet only'),
    });
  });

  it('says what to know of port 25', async () => {
    const made = await ask('notificationdestinations', {
      name: 'old',
      type: 'smtp',
      server: 'mail.example',
      port: 25,
      fromAddress: 'a@example.com',
      recipients: ['b@example.com'],
    });
    expect(made.body.note).toContain('Port 25');
  });
});
