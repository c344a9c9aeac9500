import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { newObject } from '../../shared/table/entities/object/object.ts';
import { keys } from '../../shared/table/keys.ts';
import { notificationRoad } from '../support/notifications.ts';
import { mailServer, stopReceivers } from '../support/receivers.ts';
import { streamRecord } from '../support/stream.ts';
import { startTable } from '../support/table.ts';
import { line } from './line.ts';

/**
 * From 100 stored events to 10,000 mails in a local SMTP server: 100 tenants with 100 rules each, so that no two mails
 * share a digest; fan-out, queue, as many functions at once as the cloud allows, table and mail server on this machine.
 */
const TENANTS = 100;
const RULES = 100;
const AT_ONCE = 5;
const MAX_SECONDS = 60;

const table = await startTable();
let received = 0;
const server = await mailServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData: (stream, _session, done) => {
    stream.resume();
    stream.on('end', () => {
      received++;
      done();
    });
  },
});
const clock = { now: Date.now() };
const nobody = { send: () => Promise.reject(new Error('unused')) };
const road = notificationRoad(table.store, clock, nobody);
const destination = {
  name: 'd',
  description: '',
  enabled: true,
  type: 'smtp',
  server: '127.0.0.1',
  port: server.port,
  security: 'none',
  fromAddress: 'patch@example.com',
  recipients: ['soc@example.com'],
};
const tenants = Array.from({ length: TENANTS }, () => crypto.randomUUID());
for (const guid of tenants) {
  await table.store.put({
    ...keys.tenant(guid),
    kind: 'tenant',
    ...{ ID: 1, guid, name: 'Acme', locale: 'en-US', timeZone: 'Asia/Tokyo', emailAddress: 'a@example.com' },
    ...{ tenantState: 'active', created: 0 },
  } as never);
  await table.store.put(newObject(guid, 'notificationdestinations', 1, destination));
  for (let ID = 1; ID <= RULES; ID++) {
    const rule = { name: `r${ID}`, eventClass: 'system', destinationIDs: [1] };
    await table.store.put(newObject(guid, 'notificationrules', ID, rule));
  }
}

const begin = performance.now();
const cpuBefore = process.cpuUsage();
for (const guid of tenants) {
  const event = systemEvent(guid, {
    ...{ id: 'x', at: clock.now, number: 730, title: 'Offline', actionBy: 'System' },
    severity: 'error',
  });
  await table.store.put(event);
  await road.stored(streamRecord(event));
}
while (road.queue.length > 0) {
  clock.now = Date.now();
  await Promise.all(Array.from({ length: AT_ONCE }, () => road.work()));
}
const seconds = (performance.now() - begin) / 1000;
const cpu = process.cpuUsage(cpuBefore);
await stopReceivers();
await table.stop();
const whole = received === TENANTS * RULES;
line('10,000 notifications by SMTP', seconds, 's', {
  received,
  // Of fan-out, deliveries and mail server together; the table is another process.
  cpuSeconds: Math.round((cpu.user + cpu.system) / 1e5) / 10,
  target: `under ${MAX_SECONDS}`,
  holds: whole && seconds < MAX_SECONDS,
});
if (!whole) process.exitCode = 1;
