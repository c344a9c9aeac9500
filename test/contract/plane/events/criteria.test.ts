import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostEventCounts } from '../../../../functions/events/count-events.ts';
import { hostEventHandlers } from '../../../../functions/events/host-events.ts';
import { systemEventHandlers } from '../../../../functions/events/system-events.ts';
import { everywhere } from '../../../../shared/domain/access/role.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../../../shared/http/api.ts';
import type { HostEvent } from '../../../../shared/schema/agent/events.ts';
import { computerChanged } from '../../../../shared/table/entities/computer/computer-change.ts';
import { systemEvent } from '../../../../shared/table/entities/event/system-event.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { firewallEvent, ipsEvent } from '../../../support/host-events.ts';
import { storeBatch } from '../../../support/stored-batch.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer, seedKey } from '../../../support/tenant.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 23, 12, 34);

interface Found {
  readonly eventID: string;
  readonly computerID: number;
  readonly at: number;
  readonly reason: string;
}
interface Page {
  readonly intrusionPreventionEvents: Found[];
  readonly firewallEvents: Found[];
  readonly agentEvents: Found[];
  readonly systemEvents: Found[];
  readonly next?: string;
  readonly searchedUntil: number;
  readonly message?: string;
}

let table: TestTable;
let clock = now;
let handler: ReturnType<typeof api>;
let tenant: string;
let secret: string;
beforeAll(async () => {
  table = await startTable();
  const deps = {
    ...{ store: table.storeAt(() => clock), logger: quietLogger(), now: () => clock },
    catalogue: starterCatalogue,
  };
  handler = api(deps, [...hostEventHandlers(deps), ...hostEventCounts(deps), ...systemEventHandlers(deps)]);
});
afterAll(() => table.stop());
beforeEach(async () => {
  clock = now;
  tenant = crypto.randomUUID();
  secret = await seedKey(table.store, tenant);
});

const put = (computerID: number, at: number, events: readonly HostEvent[], more = {}) =>
  storeBatch(table.store, tenant, computerID, at, events, more);
const search = (cls: string, body: object, key = secret) =>
  call<Page>(handler, {
    ...{ method: 'POST', path: `/api/events/${cls}/search`, body },
    headers: { 'api-secret-key': key },
  });
const where = (...searchCriteria: object[]) => ({ searchCriteria });
const of = (body: Page): Found[] =>
  body.intrusionPreventionEvents ?? body.firewallEvents ?? body.agentEvents ?? body.systemEvents;
const allOf = async (cls: string, body: object): Promise<Found[]> => {
  const found: Found[] = [];
  for (let cursor: string | undefined; ; ) {
    const answer = await search(cls, { ...body, ...(cursor && { cursor }) });
    expect(answer.status, answer.body.message).toBe(200);
    found.push(...of(answer.body));
    cursor = answer.body.next;
    if (!cursor) return found;
  }
};

describe('events of hosts are found by', () => {
  const [rule] = starterCatalogue.rules;
  const ruleID = rule?.ID ?? 0;
  const CVE = rule?.CVE[0] ?? '';
  beforeEach(async () => {
    await put(12, now - 60_000, [
      ipsEvent({ at: now - 70_000, ruleID, reason: 'known', severity: 'critical', action: 'reset' }),
      ipsEvent({
        ...{
          at: now - 80_000,
          ruleID: 7,
          reason: 'other rule',
          severity: 'low',
          action: 'detect-only-reset',
        },
        ...{ sourceIP: '2001:db8::7', destinationIP: '2001:db8::1', destinationPort: 8443 },
      }),
      ipsEvent({
        at: now - 90_000,
        ruleID: undefined,
        status: -501,
        reason: 'Invalid Traversal',
        flow: 'reverse',
      }),
      firewallEvent({ at: now - 75_000, reason: 'Out Of Allowed Policy', flags: 'SYN' }),
      { kind: 'agent', at: now - 70_500, number: 5000, severity: 'info', title: 'Agent/Appliance Started' },
    ]);
    await put(13, now - 2 * DAY, [ipsEvent({ at: now - 2 * DAY - 1000, ruleID: 9, reason: 'long ago' })]);
    for (const [ID, policyID] of [
      [12, 3],
      [13, 4],
    ] as const) {
      await seedComputer(table.store, tenant, ID, createIdentity(), { policyID });
      await table.store.transact([computerChanged(tenant, ID)]);
    }
  });

  it.each<[string, object[], string[]]>([
    ['nothing but time', [], ['known', 'other rule', 'Invalid Traversal', 'long ago']],
    ['time', [{ fieldName: 'at', firstDateValue: now - DAY }], ['known', 'other rule', 'Invalid Traversal']],
    [
      'time, exactly',
      [{ fieldName: 'at', firstDateValue: now - 80_000, lastDateValue: now - 80_000 }],
      ['other rule'],
    ],
    [
      'time, ends excluded',
      [{ fieldName: 'at', firstDateValue: now - 80_000, firstDateInclusive: false }],
      ['known'],
    ],
    ['computer', [{ fieldName: 'computerID', idValue: 13 }], ['long ago']],
    [
      'another computer',
      [{ fieldName: 'computerID', idValue: 13, idTest: 'not-equal' }],
      ['known', 'other rule', 'Invalid Traversal'],
    ],
    ['policy', [{ fieldName: 'policyID', idValue: 4 }], ['long ago']],
    ['group', [{ fieldName: 'groupID', idValue: 8 }], []],
    ['rule', [{ fieldName: 'ruleID', idValue: 7 }], ['other rule']],
    [
      'no rule',
      [{ fieldName: 'ruleID', numericTest: 'not-equal', numericValue: 7 }],
      ['known', 'Invalid Traversal', 'long ago'],
    ],
    ['CVE', [{ fieldName: 'CVE', stringValue: CVE }], ['known']],
    ['CVE, by a pattern', [{ fieldName: 'CVE', stringValue: 'cve-2021-%' }], ['known']],
    ['reason', [{ fieldName: 'reason', stringValue: '%rule' }], ['other rule']],
    ['number of the reason', [{ fieldName: 'status', numericValue: -501 }], ['Invalid Traversal']],
    ['severity', [{ fieldName: 'severity', choiceValue: 'low' }], ['other rule']],
    [
      'another severity',
      [{ fieldName: 'severity', choiceValue: 'low', choiceTest: 'not-equal' }],
      ['known', 'Invalid Traversal', 'long ago'],
    ],
    ['action', [{ fieldName: 'action', choiceValue: 'detect-only-reset' }], ['other rule']],
    [
      'address',
      [{ fieldName: 'sourceIP', stringValue: '203.0.113.9' }],
      ['known', 'Invalid Traversal', 'long ago'],
    ],
    [
      'address in another notation',
      [{ fieldName: 'address', stringValue: '2001:0DB8:0:0::1' }],
      ['other rule'],
    ],
    ['range of addresses', [{ fieldName: 'sourceIP', stringValue: '2001:db8::/32' }], ['other rule']],
    [
      'range on either side',
      [{ fieldName: 'address', stringValue: '192.0.2.0/24' }],
      ['known', 'Invalid Traversal', 'long ago'],
    ],
    [
      'range on neither side',
      [{ fieldName: 'address', stringValue: '192.0.2.0/24', stringTest: 'not-equal' }],
      ['other rule'],
    ],
    ['port', [{ fieldName: 'port', numericValue: 8443 }], ['other rule']],
    [
      'no such port on either side',
      [{ fieldName: 'port', numericValue: 40_000, numericTest: 'not-equal' }],
      [],
    ],
    [
      'ports above',
      [{ fieldName: 'destinationPort', numericTest: 'greater-than', numericValue: 1024 }],
      ['other rule'],
    ],
    ['flow', [{ fieldName: 'flow', choiceValue: 'reverse' }], ['Invalid Traversal']],
    ['text anywhere', [{ fieldName: 'text', stringValue: 'TRAVERSAL' }], ['Invalid Traversal']],
    [
      'all of several',
      [
        { fieldName: 'severity', choiceValue: 'critical' },
        { fieldName: 'at', lastDateValue: now - DAY },
      ],
      ['long ago'],
    ],
  ])('%s', async (_, criteria, reasons) => {
    const lately = { fieldName: 'at', firstDateValue: now - 3 * DAY };
    const found = await allOf('intrusionprevention', where(...criteria, lately));
    expect(found.map(({ reason }) => reason)).toEqual(reasons);
  });

  it('no criterion at all: everything there is', async () => {
    expect(await allOf('intrusionprevention', {})).toHaveLength(4);
  });

  it('class and what belongs to it', async () => {
    expect(await allOf('firewall', where({ fieldName: 'flags', stringValue: 'SYN' }))).toMatchObject([
      { kind: 'firewall', computerID: 12 },
    ]);
    expect(await allOf('agent', where({ fieldName: 'number', numericValue: 5000 }))).toMatchObject([
      { title: 'Agent/Appliance Started' },
    ]);
    expect(await allOf('agent', where({ fieldName: 'title', stringValue: 'Ended' }))).toEqual([]);
  });

  it('id, alone and in a search', async () => {
    const [found] = await allOf('intrusionprevention', where({ fieldName: 'ruleID', idValue: 9 }));
    const headers = { 'api-secret-key': secret };
    const one = (path: string, key = secret) =>
      call<Found>(handler, { path: `/api/events/${path}`, headers: { 'api-secret-key': key } });
    const id = found?.eventID ?? '';
    expect((await one(`intrusionprevention/${id}`)).body).toEqual(found);
    expect(await allOf('intrusionprevention', where({ fieldName: 'eventID', stringValue: id }))).toEqual([
      found,
    ]);
    const other = await seedKey(table.store, crypto.randomUUID());
    expect((await one(`intrusionprevention/${id}`, other)).status).toBe(404);
    for (const path of [
      `firewall/${id}`,
      `intrusionprevention/${id}9`,
      'intrusionprevention/search',
      'agent/12-x',
    ])
      expect((await call(handler, { path: `/api/events/${path}`, headers })).status).toBe(404);
  });
});

it('finds a value that a full summary no longer names', async () => {
  const events = Array.from({ length: 300 }, (_, i) =>
    ipsEvent({
      at: now - 1000 - i,
      ruleID: 100 + (i % 60),
      sourceIP: `198.51.100.${i % 40}`,
      reason: `r${i % 60}`,
    }),
  );
  await put(12, now - 500, [...events, ...events]);
  for (const n of [0, 30, 59]) {
    const lately = { fieldName: 'at', firstDateValue: now - HOUR };
    const rule = { fieldName: 'ruleID', idValue: 100 + n };
    expect(await allOf('intrusionprevention', where(rule, lately))).toHaveLength(10);
    const address = { fieldName: 'sourceIP', stringValue: `198.51.100.${n % 40}` };
    expect((await allOf('intrusionprevention', where(address, lately))).length).toBeGreaterThan(13);
  }
});

it('answers pages that together are one big search, while batches keep arriving', async () => {
  const severity = fc.constantFrom('low', 'critical');
  const oneBatch = fc.record({
    computerID: fc.integer({ min: 1, max: 9 }),
    ago: fc.integer({ min: 0, max: 4 * HOUR }),
    events: fc.array(fc.record({ before: fc.integer({ min: 0, max: 600_000 }), severity }), {
      ...{ minLength: 1, maxLength: 6 },
    }),
  });
  const some = fc.array(oneBatch, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(some, some, fc.integer({ min: 1, max: 9 }), async (first, later, maxItems) => {
      tenant = crypto.randomUUID();
      secret = await seedKey(table.store, tenant);
      let n = 0;
      const store = async ({ computerID, ago, events }: (typeof first)[number]) => {
        const sealedAt = now - ago;
        const told = events.map(({ before, severity }) => ipsEvent({ at: sealedAt - before, severity }));
        await put(computerID, sealedAt, told, { n: ++n });
      };
      for (const each of first) await store(each);
      const body = where(
        { fieldName: 'severity', choiceValue: 'critical' },
        { fieldName: 'at', firstDateValue: now - 6 * HOUR },
      );
      const whole = (await allOf('intrusionprevention', { ...body, maxItems: 5000 })).map(
        ({ eventID }) => eventID,
      );
      const paged: string[] = [];
      const waiting = [...later];
      for (let cursor: string | undefined; ; ) {
        const answer = await search('intrusionprevention', { ...body, maxItems, ...(cursor && { cursor }) });
        expect(answer.body.intrusionPreventionEvents.length).toBeLessThanOrEqual(maxItems);
        paged.push(...answer.body.intrusionPreventionEvents.map(({ eventID }) => eventID));
        cursor = answer.body.next;
        if (!cursor) break;
        const next = waiting.pop();
        if (next) await store(next);
      }
      expect(new Set(paged).size).toBe(paged.length);
      const known = new Set(whole);
      expect(paged.filter((id) => known.has(id))).toEqual(whole);
    }),
    { numRuns: 12 },
  );
}, 120_000);

it('lets nobody see events of computers out of reach', async () => {
  for (const ID of [12, 13]) await put(ID, now - 1000, [ipsEvent({ at: now - 2000, reason: `of ${ID}` })]);
  await table.store.put({
    ...{ pk: `${tenant}#access`, sk: 'role#000000000021' },
    ...{ kind: 'role', ID: 21, name: 'One', rights: ['serviceRights.eventRights.canViewEvents'] },
    reach: { ...everywhere, allComputers: false, computerIDs: [13] },
  } as never);
  const narrow = await seedKey(table.store, tenant, { ID: 2, roleID: 21 });
  const { body } = await search('intrusionprevention', {}, narrow);
  expect(of(body).map(({ computerID }) => computerID)).toEqual([13]);
  const hidden = (await allOf('intrusionprevention', where({ fieldName: 'computerID', idValue: 12 })))[0]
    ?.eventID;
  const headers = { 'api-secret-key': narrow };
  expect((await call(handler, { path: `/api/events/intrusionprevention/${hidden}`, headers })).status).toBe(
    404,
  );
});

it('ends 28 days after the receipt, to the second', async () => {
  const received = now - 1000;
  await put(12, now - 2000, [ipsEvent({ at: now - 3000 })], { received });
  await put(14, now + DAY, [ipsEvent({ at: now + DAY, reason: 'astray' })], { received });
  await table.store.put(
    systemEvent(tenant, {
      ...{ id: 'e-1', at: received, number: 704, severity: 'info', title: 'Activated', actionBy: 'System' },
    }),
  );
  const [{ eventID = '' } = {}] = await allOf(
    'intrusionprevention',
    where({ fieldName: 'computerID', idValue: 12 }),
  );
  const counts = async () => {
    const headers = { 'api-secret-key': secret };
    const one = await call(handler, { path: `/api/events/intrusionprevention/${eventID}`, headers });
    return [(await allOf('intrusionprevention', {})).length, (await allOf('system', {})).length, one.status];
  };
  const end = Math.ceil((received + 28 * DAY) / 1000) * 1000;
  clock = end - 1;
  expect(await counts()).toEqual([2, 1, 200]);
  clock = end;
  expect(await counts()).toEqual([0, 0, 404]);
});

describe('system events are found by', () => {
  it.each<[object[], string[]]>([
    [[{ fieldName: 'number', numericValue: 704 }], ['e0', 'e2']],
    [[{ fieldName: 'computerID', idValue: 13 }], ['e1', 'e3']],
    [
      [
        { fieldName: 'severity', choiceValue: 'warning' },
        { fieldName: 'text', stringValue: 'WEB-1' },
      ],
      ['e1'],
    ],
    [[{ fieldName: 'at', firstDateValue: now - HOUR }], ['e0', 'e1']],
    [[{ fieldName: 'eventID', stringValue: `${now - 3 * HOUR}-e3` }], ['e3']],
  ])('%j', async (criteria, ids) => {
    for (const i of [0, 1, 2, 3]) {
      await table.store.put(
        systemEvent(tenant, {
          ...{
            id: `e${i}`,
            at: now - i * HOUR,
            number: 704 + (i % 2),
            title: 'Activated',
            actionBy: 'System',
          },
          ...{ severity: i % 2 ? 'warning' : 'info', targetType: 'Computer', targetID: 12 + (i % 2) },
          targetName: `web-${i}`,
        }),
      );
    }
    for (const maxItems of [1, 100]) {
      const found = await allOf('system', { ...where(...criteria), maxItems });
      expect(found.map(({ eventID }) => eventID.slice(14))).toEqual(ids);
    }
  });
});

describe('what is refused, by name', () => {
  it.each<[string, object, string]>([
    ['an unknown field', where({ fieldName: 'colour', stringValue: 'red' }), 'colour'],
    ['a field of another class', where({ fieldName: 'flags', stringValue: 'SYN' }), 'flags'],
    ['a test that does not fit', where({ fieldName: 'at', stringValue: 'x' }), 'at'],
    ['a range that is none', where({ fieldName: 'sourceIP', stringValue: '10.0.0.0/33' }), 'sourceIP'],
    ['a criterion without a field', where({ stringValue: 'x' }), 'fieldName'],
    ['a criterion without a value', where({ fieldName: 'at', firstDateInclusive: true }), 'at'],
    ['too many criteria', where(...Array(51).fill({ fieldName: 'sid', numericValue: 1 })), 'searchCriteria'],
    ['a cursor that is none', { cursor: 'abc' }, 'cursor'],
    ['no item', { maxItems: 0 }, 'maxItems'],
  ])('%s', async (_, body, named) => {
    const answer = await search('intrusionprevention', body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(named);
  });

  it('a cursor of a search of another time or computer', async () => {
    for (let i = 0; i < 3; i++) await put(12, now - i, [ipsEvent({ at: now - i })], { n: i + 1 });
    const { next: cursor } = (await search('intrusionprevention', { maxItems: 1 })).body;
    const others = [
      { fieldName: 'at', firstDateValue: 5 },
      { fieldName: 'computerID', idValue: 13 },
    ];
    for (const criterion of others) {
      const answer = await search('intrusionprevention', { ...where(criterion), cursor });
      expect(answer).toMatchObject({ status: 400, body: { field: 'cursor' } });
    }
  });
});
