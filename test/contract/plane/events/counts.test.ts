import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { hostEventCounts } from '../../../../functions/events/count-events.ts';
import { systemEventHandlers } from '../../../../functions/events/system-events.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../../../shared/http/api.ts';
import { eventCounts } from '../../../../shared/schema/api/event/event.ts';
import { systemEvent } from '../../../../shared/table/entities/event/system-event.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { firewallEvent, ipsEvent } from '../../../support/host-events.ts';
import { storeBatch } from '../../../support/stored-batch.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedKey } from '../../../support/tenant.ts';

const HOUR = 3_600_000;
const now = Date.UTC(2026, 10, 23, 12, 34);
const hour = Date.UTC(2026, 10, 23, 12);

let table: TestTable;
let handler: ReturnType<typeof api>;
let tenant: string;
let secret: string;
beforeAll(async () => {
  table = await startTable();
  const deps = {
    ...{ store: table.storeAt(() => now), logger: quietLogger(), now: () => now },
    catalogue: starterCatalogue,
  };
  handler = api(deps, [...hostEventCounts(deps), ...systemEventHandlers(deps)]);
});
afterAll(() => table.stop());
beforeEach(async () => {
  tenant = crypto.randomUUID();
  secret = await seedKey(table.store, tenant);
});

const count = async (cls: string, body: object) => {
  const answer = await call<Record<string, unknown>>(handler, {
    ...{ method: 'POST', path: `/api/events/${cls}/counts`, body },
    headers: { 'api-secret-key': secret },
  });
  return { status: answer.status, body: answer.body };
};
const lately = { searchCriteria: [{ fieldName: 'at', firstDateValue: now - 5 * HOUR }] };
const value = (of: string | number, events: number, occurrences = events, stopped = occurrences) => ({
  ...{ value: of, events, occurrences, stopped },
});

it('counts events by hour and fields, each by itself, the most frequent first', async () => {
  await storeBatch(table.store, tenant, 12, now - 1000, [
    ipsEvent({ at: now - 2000, ruleID: 5, repeatCount: 10, endAt: now - 1500 }),
    ipsEvent({ at: now - 3000, ruleID: 6, action: 'detect-only-block' }),
    firewallEvent({ at: now - 4000 }),
  ]);
  await storeBatch(table.store, tenant, 13, now - HOUR, [
    ipsEvent({ at: now - HOUR - 5, ruleID: 6, sourceIP: '198.51.100.1' }),
  ]);
  const { status, body } = await count('intrusionprevention', {
    ...lately,
    by: ['hour', 'ruleID', 'sourceIP', 'computerID', 'action'],
  });
  expect(status).toBe(200);
  expect(eventCounts.parse(body)).toEqual({
    total: { events: 3, occurrences: 12, stopped: 11 },
    by: {
      hour: [value(hour, 2, 11, 10), value(hour - HOUR, 1)],
      ruleID: [value(5, 1, 10), value(6, 2, 2, 1)],
      sourceIP: [value('203.0.113.9', 2, 11, 10), value('198.51.100.1', 1)],
      computerID: [value(12, 2, 11, 10), value(13, 1)],
      action: [value('reset', 2, 11), value('detect-only-block', 1, 1, 0)],
    },
    searchedUntil: now - 5 * HOUR,
  });
  const top = await count('intrusionprevention', { ...lately, by: ['ruleID'], most: 1 });
  expect(top.body.by).toEqual({ ruleID: [value(5, 1, 10)] });
  const narrowed = { searchCriteria: [...lately.searchCriteria, { fieldName: 'computerID', idValue: 13 }] };
  expect((await count('intrusionprevention', { ...narrowed, by: ['hour'] })).body.total).toEqual({
    ...{ events: 1, occurrences: 1, stopped: 1 },
  });
});

it('goes on where a call stopped, and the parts add up', async () => {
  for (const ago of [0, 10, 20, 27].map((days) => days * 24 * HOUR)) {
    await storeBatch(table.store, tenant, 12, now - ago - 1000, [ipsEvent({ at: now - ago - 2000 })]);
  }
  let events = 0;
  let calls = 0;
  for (let cursor: unknown; ; calls++) {
    const { status, body } = await count('intrusionprevention', {
      by: ['hour'],
      ...(cursor ? { cursor } : {}),
    });
    expect(status).toBe(200);
    events += (body.total as { events: number }).events;
    cursor = body.next;
    if (cursor === undefined) break;
  }
  expect(calls).toBeGreaterThan(1);
  expect(events).toBe(4);
});

it('counts system events', async () => {
  for (const i of [0, 1, 2]) {
    await table.store.put(
      systemEvent(tenant, {
        ...{
          id: `e${i}`,
          at: now - i * HOUR,
          number: 704 + (i % 2),
          severity: 'info',
          title: 'x',
          actionBy: 'y',
        },
      }),
    );
  }
  const { body } = await count('system', { ...lately, by: ['number', 'hour'] });
  expect(body.by).toMatchObject({
    number: [
      { value: 704, events: 2 },
      { value: 705, events: 1 },
    ],
  });
  expect((body.by as { hour: unknown[] }).hour).toHaveLength(3);
});

it.each([
  [{ by: ['colour'] }, 'colour'],
  [{ by: ['text'] }, 'text'],
  [{ by: ['__proto__'] }, '__proto__'],
  [{ by: [] }, 'by'],
  [{}, 'by'],
  [{ by: ['hour'], most: 0 }, 'most'],
  [{ by: ['hour'], cursor: 'x' }, 'cursor'],
  [{ by: ['hour'], searchCriteria: [{ fieldName: 'colour', stringValue: 'red' }] }, 'colour'],
])('refuses %j, naming it', async (body, named) => {
  const answer = await count('firewall', body);
  expect(answer.status).toBe(400);
  expect(answer.body.message).toContain(named);
});
