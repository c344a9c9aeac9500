import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alertHandlers } from '../../../../functions/alerts/alerts.ts';
import type { AlertType } from '../../../../shared/domain/alert/catalogue.ts';
import { clear } from '../../../../shared/domain/alert/end.ts';
import { raise } from '../../../../shared/domain/alert/raise.ts';
import { api } from '../../../../shared/http/api.ts';
import type { Alert } from '../../../../shared/schema/api/alert/alert.ts';
import type { AlertPage } from '../../../../shared/schema/api/alert/alert-search.ts';
import { changeAlert } from '../../../../shared/table/entities/alert/alert.ts';
import { settleStanding } from '../../../../shared/table/entities/alert/standing-alert.ts';
import { computerChanged } from '../../../../shared/table/entities/computer/computer-change.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer, seedKey } from '../../../support/tenant.ts';

const now = Date.UTC(2026, 10, 23, 12);
const HIT = 'intrusion-prevention-rule-alert';
const FOUR_WEEKS = 28 * 86_400_000;

let table: TestTable;
let clock = now;
let handler: ReturnType<typeof api>;
let tenant: string;
let secret: string;
beforeAll(async () => {
  table = await startTable();
  const deps = { store: table.storeAt(() => clock), logger: quietLogger(), now: () => clock };
  handler = api(deps, alertHandlers(deps));
});
afterAll(() => table.stop());
beforeEach(async () => {
  clock = now;
  tenant = crypto.randomUUID();
  secret = await seedKey(table.store, tenant);
});

const ask = <T = AlertPage & { message: string }>(path: string, body?: unknown) =>
  call<T>(handler, { path, body, headers: { 'api-secret-key': secret } });
const found = async (filter: object) => {
  const { status, body } = await ask('/api/alerts/search', filter);
  expect(status).toBe(200);
  return body.alerts.map(({ ID }) => ID.slice(ID.indexOf(':') + 1));
};
const change = (type: AlertType, target: string, decide: Parameters<typeof changeAlert>[4]) =>
  changeAlert(
    table.storeAt(() => clock),
    tenant,
    type,
    target,
    decide,
  );
const put = (type: AlertType, computerID: number | undefined, last: number, count = 1) => {
  const target = computerID === undefined ? 'tenant' : `computer-${computerID}`;
  const about = computerID === undefined ? {} : { computerID, computerName: `web-${computerID}` };
  return change(
    type,
    target,
    (current) =>
      raise(
        current,
        type,
        target,
        about,
        { cause: 'c', first: last, last, count, blocked: 0, sources: [] },
        clock,
      )?.alert,
  );
};

describe('a search of alerts', () => {
  beforeEach(async () => {
    await put(HIT, 1, now - 5000, 3);
    await put(HIT, 2, now - 4000, 9);
    await put('unable-to-communicate', 3, now - 3000);
    await put('relay-recommended', undefined, now - 2000);
    await change('unable-to-communicate', 'computer-3', (current) => clear(current, clock));
  });

  it.each<[string, object, readonly string[]]>([
    ['everything, the latest first', {}, ['tenant', 'computer-3', 'computer-2', 'computer-1']],
    [
      'what is raised',
      { searchCriteria: [{ fieldName: 'state', choiceValue: 'raised' }] },
      ['tenant', 'computer-2', 'computer-1'],
    ],
    [
      'by title with wildcards, and count',
      {
        searchCriteria: [
          { fieldName: 'title', stringValue: '%prevention rule%' },
          { fieldName: 'count', numericTest: 'greater-than', numericValue: 3 },
        ],
      },
      ['computer-2'],
    ],
    ['by severity', { searchCriteria: { fieldName: 'severity', choiceValue: 'critical' } }, ['computer-3']],
    ['by computer', { searchCriteria: [{ fieldName: 'computerID', idValue: 1 }] }, ['computer-1']],
    ['about no computer', { searchCriteria: [{ fieldName: 'computerName', nullTest: true }] }, ['tenant']],
    [
      'by time, both ends in it',
      { searchCriteria: [{ fieldName: 'last', firstDateValue: now - 5000, lastDateValue: now - 4000 }] },
      ['computer-2', 'computer-1'],
    ],
    [
      'sorted by name upwards, nameless ones first',
      { sortBy: 'computerName', order: 'ascending' },
      ['tenant', 'computer-1', 'computer-2', 'computer-3'],
    ],
    ['the most frequent', { sortBy: 'count', maxItems: 1 }, ['computer-2']],
  ])('finds %s', async (_, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  it.each(['last', 'raised', 'count', 'severity', 'type', 'computerName'])(
    'goes through all of them once, page by page, sorted by %s',
    async (sortBy) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await ask('/api/alerts/search', { sortBy, maxItems: 1, ...(cursor && { cursor }) });
        seen.push(...body.alerts.map(({ ID }) => ID));
        cursor = body.next;
      } while (cursor && seen.length < 10);
      expect(new Set(seen).size).toBe(4);
      expect(seen).toHaveLength(4);
    },
  );

  it('narrows to computers by group, policy or one', async () => {
    await seedComputer(table.store, tenant, 2, createIdentity());
    await table.store.transact([computerChanged(tenant, 2)]);
    expect(await found({ computerFilter: { type: 'computer', computerID: 2 } })).toEqual(['computer-2']);
    expect(await found({ computerFilter: { type: 'computers-in-group', computerGroupID: 0 } })).toEqual([
      'computer-2',
    ]);
  });

  it.each([
    ['an unknown field', { searchCriteria: [{ fieldName: 'colour', stringValue: 'x' }] }, 'colour'],
    ['a forged cursor', { cursor: 'bm9uZQ' }, 'cursor'],
    ['another order', { sortBy: 'ID' }, 'sortBy'],
    [
      'a computer that is not there',
      { computerFilter: { type: 'computer', computerID: 99 } },
      'computerFilter',
    ],
  ])('refuses %s by name', async (_, filter, named) => {
    const { status, body } = await ask('/api/alerts/search', filter);
    expect([status, body.message]).toEqual([400, expect.stringContaining(named)]);
  });
});

describe('an alert that has ended', () => {
  it.each(['cleared', 'dismissed'])('is readable for 28 days to the second: %s', async (how) => {
    await put(HIT, 1, now - 5000);
    if (how === 'dismissed') await ask(`/api/alerts/${HIT}:computer-1`, { state: 'dismissed' });
    else await change(HIT, 'computer-1', (current) => clear(current, clock));
    const readable = async () => [
      (await found({})).length,
      (await ask<{ alerts: Alert[] }>('/api/alerts/search', {})).body.alerts.length,
      (await ask(`/api/alerts/${HIT}:computer-1`)).status,
    ];
    clock = now + FOUR_WEEKS - 1000;
    expect(await readable()).toEqual([1, 1, 200]);
    clock = now + FOUR_WEEKS;
    expect(await readable()).toEqual([0, 0, 404]);
  });

  it('of a cause that goes on is out of sight after 28 days, and still no news', async () => {
    const target = 'computer-1';
    const so = () =>
      settleStanding(
        table.storeAt(() => clock),
        tenant,
        'containers-not-inspected',
        target,
        { computerID: 1, reason: 'docker' },
        clock,
      );
    await so();
    await ask(`/api/alerts/containers-not-inspected:${target}`, { state: 'dismissed' });
    clock = now + FOUR_WEEKS;
    await so();
    expect(await found({})).toEqual([]);
    expect((await ask(`/api/alerts/containers-not-inspected:${target}`)).status).toBe(404);
  });
});

describe('dismissing many', () => {
  it('says what became of each', async () => {
    await put(HIT, 1, now);
    await put('unable-to-communicate', 3, now);
    const IDs = [
      `${HIT}:computer-1`,
      `${HIT}:computer-1`,
      'unable-to-communicate:computer-3',
      `${HIT}:nobody`,
    ];
    const { status, body } = await ask<{ results: object[] }>('/api/alerts/dismiss', { alertIDs: IDs });
    expect(status).toBe(200);
    expect(body.results).toEqual([
      { ID: IDs[0], state: 'dismissed' },
      { ID: IDs[2], message: expect.stringContaining('cannot be dismissed') },
      { ID: IDs[3], message: expect.stringContaining('alert') },
    ]);
  });

  it.each([
    ['none', []],
    ['more than a hundred', Array.from({ length: 101 }, (_, i) => `${HIT}:computer-${i}`)],
    ['something that is no id', ['constructor']],
  ])('refuses %s', async (_, alertIDs) => {
    const before = await table.dump();
    expect((await ask('/api/alerts/dismiss', { alertIDs })).status).toBe(400);
    expect(await table.dump()).toEqual(before);
  });
});
