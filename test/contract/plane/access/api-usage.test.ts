import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { apiKeyHandlers } from '../../../../functions/access/api-keys.ts';
import { apiUsageHandlers } from '../../../../functions/access/api-usage.ts';
import { api } from '../../../../shared/http/api.ts';
import { createUsage } from '../../../../shared/http/usage.ts';
import {
  type ApiUsageMetric,
  apiUsageMetrics,
} from '../../../../shared/schema/api/access/api-usage-metric.ts';
import { partitions } from '../../../../shared/table/keys.ts';
import type { Store } from '../../../../shared/table/store.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedKey } from '../../../support/tenant.ts';

const HOUR = 3_600_000;
const noon = Date.UTC(2026, 10, 23, 12);

let table: TestTable;
let now: number;
let failures: Error[];
let auth: { 'api-secret-key': string };
let tenant: string;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  now = noon;
  failures = [];
  tenant = crypto.randomUUID();
  auth = { 'api-secret-key': await seedKey(table.store, tenant) };
});

/** One running instance of the function. */
const instance = (store: Store = table.storeAt(() => now)): HttpHandler => {
  const usage = createUsage(store, (error) => failures.push(error));
  const deps = { store, logger: quietLogger(), now: () => now, usage };
  return api(deps, [...apiKeyHandlers(deps), ...apiUsageHandlers(deps)]);
};
const get = (on: HttpHandler, path: string, query?: Record<string, string>) =>
  call<{ message: string; lastSignIn: number }>(on, {
    ...{ path: `/api/${path}`, headers: auth },
    ...(query && { query }),
  });
const listed = async (on: HttpHandler, body?: object): Promise<ApiUsageMetric[]> => {
  const path = `/api/apiusagemetrics${body ? '/search' : ''}`;
  const answer = await call(on, { path, headers: auth, ...(body && { body }) });
  expect(answer.status).toBe(200);
  return apiUsageMetrics.parse(answer.body).apiUsageMetrics;
};

it('tells what was called, how it went and how often, added up over instances', async () => {
  const [one, two] = [instance(), instance()];
  await get(one, 'apikeys');
  await get(two, 'apikeys', { expand: 'none' });
  await get(two, 'apikeys/99');
  now += 61_000;
  await get(one, 'apikeys');
  await get(two, 'apikeys');
  const metrics = await listed(one);
  expect(metrics.map(({ action, statusCode, calls }) => [action, statusCode, calls]).sort()).toEqual([
    ['describeApiKey', 404, 1],
    ['listApiKeys', 200, 1],
    ['listApiKeys', 200, 3],
  ]);
  expect(metrics[0]).toMatchObject({
    ...{ apiType: 'REST', method: 'GET', date: noon, tenantGUID: tenant },
    ...{ authenticationMethod: 'api-key', apiKeyID: 1 },
  });
  expect(metrics.find(({ expandParameter }) => expandParameter)).toMatchObject({
    ...{ expandParameter: 'none', responseItemCount: 1 },
  });
});

it('pages by id and searches by every kind of field; ids stay what they are', async () => {
  const on = instance();
  for (let hour = 0; hour < 4; hour++) {
    await get(on, 'apikeys');
    now += HOUR;
  }
  const all = await listed(on);
  expect(all.map(({ date }) => date)).toEqual([0, 1, 2, 3].map((hour) => noon + hour * HOUR));
  expect((await listed(instance())).slice(0, 4).map(({ ID }) => ID)).toEqual(all.map(({ ID }) => ID));
  const after = { fieldName: 'ID', idTest: 'greater-than', idValue: all[0]?.ID };
  expect(await listed(on, { maxItems: 2, searchCriteria: [after] })).toEqual(all.slice(1, 3));
  const late = { fieldName: 'date', firstDateValue: noon + 2 * HOUR, firstDateInclusive: true };
  expect(
    (await listed(on, { searchCriteria: [late] })).filter(({ action }) => action === 'listApiKeys'),
  ).toEqual(all.slice(2));
  const bad = { fieldName: 'action', stringValue: 'nothing like it' };
  expect(await listed(on, { searchCriteria: [bad] })).toEqual([]);
});

it('writes at most once a minute, and no call waits for more or fails by it', async () => {
  const store = table.storeAt(() => now);
  let writes = 0;
  const counting: Store = {
    ...store,
    put: (item, condition) => {
      if (item.kind === 'api-usage') writes++;
      return store.put(item, condition);
    },
  };
  const on = instance(counting);
  for (let second = 0; second < 180; second++) {
    await get(on, 'apikeys');
    now += 1000;
  }
  expect(writes).toBe(3);
  const broken: Store = { ...store, put: () => Promise.reject(new Error('no capacity')) };
  expect((await get(instance(broken), 'apikeys')).status).toBe(200);
  expect(failures.map(({ message }) => message)).toEqual(['no capacity']);
});

it('is gone after 28 days, and other tenants’ is never seen', async () => {
  const on = instance();
  await get(on, 'apikeys');
  const mine = auth;
  auth = { 'api-secret-key': await seedKey(table.store, crypto.randomUUID()) };
  expect(await listed(instance())).toEqual([]);
  auth = mine;
  now += 27 * 24 * HOUR;
  expect(await listed(instance())).toHaveLength(1);
  now += 2 * 24 * HOUR;
  expect((await listed(instance())).filter(({ date }) => date === noon)).toEqual([]);
  expect(partitions.apiUsage(tenant)).toMatch(/#apiusage$/);
});

it('keeps when a key was last used, once an hour', async () => {
  const on = instance();
  await get(on, 'apikeys/1');
  const seen = async (): Promise<number> => (await get(on, 'apikeys/1')).body.lastSignIn;
  expect(await seen()).toBe(noon);
  now += HOUR - 1;
  expect(await seen()).toBe(noon);
  now += 1;
  await seen();
  expect(await seen()).toBe(noon + HOUR);
});
