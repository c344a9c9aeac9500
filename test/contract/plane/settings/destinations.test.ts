import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemSettingHandlers } from '../../../../functions/settings/system-settings.ts';
import { accept } from '../../../../shared/domain/outcome.ts';
import { api } from '../../../../shared/http/api.ts';
import type { Mail } from '../../../../shared/ports/mailer.ts';
import { listAlerts } from '../../../../shared/table/entities/alert/alert.ts';
import { systemEvent } from '../../../../shared/table/entities/event/system-event.ts';
import { newObject } from '../../../../shared/table/entities/object/object.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { type NotificationRoad, notificationRoad } from '../../../support/notifications.ts';
import { byteServer, mailServer, stopReceivers, webServer } from '../../../support/receivers.ts';
import { streamRecord } from '../../../support/stream.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { makeCertificate } from '../../../support/tls.ts';

const SMTP = 'platformSettingSmtp';
const SNS = 'platformSettingEventForwardingSns';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012';

let table: TestTable;
let tenant: TestTenant;
let clock: { now: number };
let road: NotificationRoad;
let ask: (method: string, path: string, body?: unknown) => ReturnType<typeof call>;
let mails: Mail[];
let topics: Awaited<ReturnType<typeof webServer>>;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  clock = { now: Date.UTC(2026, 10, 23, 12) };
  mails = [];
  topics = await webServer(undefined, '<MessageId>m</MessageId>');
  const send = async (mail: Mail) => {
    mails.push(mail);
    return accept(undefined);
  };
  const store = table.storeAt(() => clock.now);
  road = notificationRoad(store, clock, { send }, () => `http://127.0.0.1:${topics.port}/`);
  tenant = await commerce(table.store).tenant();
  const deps = { store, logger: quietLogger(), now: () => clock.now, secrets: road.secrets };
  const handler = api(deps, systemSettingHandlers(deps));
  ask = (method, path, body) =>
    call(handler, { method, path: `/api/systemsettings${path}`, headers: tenant.auth, body });
});
afterEach(stopReceivers);

const set = async (values: Readonly<Record<string, string>>) => {
  const body = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
  const answer = await ask('POST', '', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};

const happens = async (title: string, number = 730): Promise<void> => {
  const event = systemEvent(tenant.guid, {
    ...{ id: title, at: clock.now, number, title, actionBy: 'System', severity: 'error' },
  });
  await table.store.put(event);
  await road.stored(streamRecord(event));
};

describe('the mail server of the system settings', () => {
  it('carries what mail destinations get, signed in; its password is kept sealed and never answered', async () => {
    const { key, cert, ca } = await makeCertificate();
    const logins: unknown[] = [];
    const from: string[] = [];
    const server = await mailServer({
      ...{ key, cert },
      onAuth: ({ username, password }, _session, done) => {
        logins.push([username, password]);
        done(null, { user: username });
      },
      onMailFrom: ({ address }, _session, done) => {
        from.push(address);
        done();
      },
    });
    await set({
      [`${SMTP}ServerAddress`]: `127.0.0.1:${server.port}`,
      [`${SMTP}FromEmailAddress`]: 'patch@example.com',
      [`${SMTP}BounceEmailAddress`]: 'bounce@example.com',
      [`${SMTP}RequiresAuthenticationEnabled`]: 'true',
      [`${SMTP}Username`]: 'plane',
      [`${SMTP}Password`]: 'open sesame',
    });
    expect(JSON.stringify(await table.dump())).not.toContain('open sesame');
    const shown = await ask('GET', '');
    expect(shown.body).toMatchObject({ [`${SMTP}Password`]: { value: '' } });
    // What clients were shown and write back takes nothing away.
    expect((await ask('POST', '', shown.body)).status).toBe(200);
    await table.store.put(newObject(tenant.guid, 'certificates', 1, { certificate: ca }));
    await table.store.put(
      newObject(tenant.guid, 'notificationdestinations', 1, {
        ...{ name: 'd', description: '', enabled: true, type: 'mail', recipients: ['soc@example.com'] },
      }),
    );
    await table.store.put(
      newObject(tenant.guid, 'notificationrules', 1, {
        ...{ name: 'r', eventClass: 'system', destinationIDs: [1] },
      }),
    );
    await happens('Offline');
    await road.drain();
    expect(logins).toEqual([['plane', 'open sesame']]);
    expect(from).toEqual(['bounce@example.com']);
    expect(server.mails).toMatchObject([{ subject: expect.stringContaining('Offline') }]);
    expect(mails).toEqual([]);
  });

  it('cannot be moved away with its password', async () => {
    await set({ [`${SMTP}ServerAddress`]: 'mail.example', [`${SMTP}Password`]: 'secret' });
    const moved = await ask('POST', `/${SMTP}ServerAddress`, { value: 'attacker.example' });
    expect(moved).toMatchObject({ status: 400, body: { message: expect.stringContaining('Password') } });
    await set({ [`${SMTP}ServerAddress`]: 'other.example', [`${SMTP}Password`]: 'another' });
    expect((await ask('DELETE', `/${SMTP}Password`)).status).toBe(200);
    await set({ [`${SMTP}ServerAddress`]: 'third.example' });
  });
});

describe('event forwarding of the system settings', () => {
  const key = {
    [`${SNS}Enabled`]: 'true',
    [`${SNS}AccessKey`]: 'AKIAIOSFODNN7EXAMPLE',
    [`${SNS}SecretKey`]: 'wJalrXUtnFEMI',
  };
  const published = () =>
    topics.posted.map(({ body }) => {
      const form = new URLSearchParams(body);
      const events = JSON.parse(form.get('Message') ?? '') as { Title: string }[];
      return [form.get('TopicArn'), ...events.map(({ Title }) => Title)];
    });

  it('publishes every event to the topic', async () => {
    await set({ ...key, [`${SNS}TopicArn`]: `${TOPIC}:all` });
    await happens('Offline');
    await road.drain();
    expect(published()).toEqual([[`${TOPIC}:all`, 'Offline']]);
    await set({ [`${SNS}Enabled`]: 'false' });
    await happens('Online');
    await road.drain();
    expect(published()).toHaveLength(1);
  });

  it('publishes to the topics that the configuration names for an event', async () => {
    const routing = {
      Version: '2014-09-24',
      Statement: [
        { Topic: `${TOPIC}:all` },
        { Topic: `${TOPIC}:offline`, Condition: { StringLike: { Title: 'Off*' } } },
      ],
    };
    await set({
      ...key,
      [`${SNS}AdvancedConfigEnabled`]: 'true',
      [`${SNS}ConfigJson`]: JSON.stringify(routing),
    });
    await happens('Offline');
    await happens('Online');
    await road.drain();
    expect(published().sort()).toEqual([
      [`${TOPIC}:all`, 'Offline'],
      [`${TOPIC}:all`, 'Online'],
      [`${TOPIC}:offline`, 'Offline'],
    ]);
  });

  it('is told of by an alert while the topic does not take events, which ends when it is switched off', async () => {
    topics = await webServer(() => 403, '<Code>InvalidClientTokenId</Code>');
    await set({ ...key, [`${SNS}TopicArn`]: `${TOPIC}:all` });
    await happens('Offline');
    for (let i = 0; i < 3; i++) {
      await road.work();
      clock.now = road.queue[0]?.visible ?? 0;
    }
    const state = async () => (await listAlerts(table.store, tenant.guid)).map(({ state: is }) => is);
    expect(await state()).toEqual(['raised']);
    await set({ [`${SNS}Enabled`]: 'false' });
    await road.drain();
    expect(await state()).toEqual(['cleared']);
  });

  it('sends system events to the syslog destination that the settings name', async () => {
    const server = await byteServer();
    await table.store.put(
      newObject(tenant.guid, 'notificationdestinations', 7, {
        ...{ name: 'siem', description: '', enabled: true, type: 'syslog', server: '127.0.0.1' },
        ...{ port: server.port, transport: 'tcp' },
      }),
    );
    await set({ platformSettingSyslogConfigId: '7' });
    await happens('Offline');
    await road.drain();
    expect(server.text()).toContain('|730|Offline|');
  });
});
