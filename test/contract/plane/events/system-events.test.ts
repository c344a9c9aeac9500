import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemEventHandlers } from '../../../../functions/events/system-events.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../../../shared/http/api.ts';
import { type SystemEvent, systemEvents } from '../../../../shared/schema/api/event/event.ts';
import { systemEvent } from '../../../../shared/table/entities/event/system-event.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedKey } from '../../../support/tenant.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 23, 12, 34);

interface Page {
  readonly systemEvents: SystemEvent[];
  readonly next?: string;
  readonly searchedUntil: number;
  readonly message?: string;
}

let table: TestTable;
let handler: ReturnType<typeof api>;
let tenant: string;
let secret: string;
beforeAll(async () => {
  table = await startTable();
  const deps = {
    store: table.storeAt(() => now),
    logger: quietLogger(),
    catalogue: starterCatalogue,
    now: () => now,
  };
  handler = api(deps, systemEventHandlers(deps));
});
afterAll(() => table.stop());
beforeEach(async () => {
  tenant = crypto.randomUUID();
  secret = await seedKey(table.store, tenant);
});

const put = (at: number, id = `e-${at}`, targetID = 12) =>
  table.store.put(
    systemEvent(tenant, {
      ...{ id, at, number: 704, severity: 'info', title: 'Activated', actionBy: 'System' },
      ...{ targetType: 'Computer', targetID, targetName: 'web-1' },
    }),
  );
const get = (query: Record<string, string> = {}, key = secret) =>
  call<Page>(handler, { path: '/api/events/system', query, headers: { 'api-secret-key': key } });
const getAll = async (query: Record<string, string> = {}): Promise<{ ats: number[]; pages: Page[] }> => {
  const pages: Page[] = [];
  for (let cursor: string | undefined; ; ) {
    const { status, body } = await get({ ...query, ...(cursor && { cursor }) });
    expect(status).toBe(200);
    systemEvents.parse(body);
    pages.push(body);
    cursor = body.next;
    if (!cursor) return { ats: pages.flatMap((page) => page.systemEvents.map((event) => event.at)), pages };
  }
};

it('come newest first, a page at a time, each once', async () => {
  const ats = Array.from({ length: 50 }, (_, i) => now - i * 1_700_000);
  for (const at of ats) await put(at);
  for (const limit of ['1', '7', '50', '1000']) {
    expect((await getAll({ limit, from: String(now - 2 * DAY) })).ats).toEqual(ats);
  }
  expect((await get({ limit: '1' })).body.systemEvents).toEqual([
    {
      ...{
        eventID: `${now}-e-${now}`,
        at: now,
        number: 704,
        severity: 'info',
        title: 'Activated',
        actionBy: 'System',
      },
      ...{ targetType: 'Computer', targetID: 12, targetName: 'web-1' },
    },
  ]);
});

it('are found by their id, by who may see them and as long as they may', async () => {
  await put(now, 'order-7#done', 12);
  const [event] = (await get({})).body.systemEvents;
  const one = (id: string, key = secret) =>
    call<{ eventID: string }>(handler, {
      path: `/api/events/system/${encodeURIComponent(id)}`,
      headers: { 'api-secret-key': key },
    });
  const id = event?.eventID ?? '';
  expect(await one(id)).toMatchObject({ status: 200, body: event });
  const other = await seedKey(table.store, crypto.randomUUID());
  const answers = [
    await one(id, other),
    await one(`${now}-nothing`),
    await one('order-7#done'),
    await one('x'.repeat(99)),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
});

it('are asked for by time and by computer', async () => {
  for (const i of [0, 1, 2, 3]) await put(now - i * HOUR, `e${i}`, 12 + (i % 2));
  expect((await getAll({ from: String(now - 2 * HOUR), to: String(now - HOUR) })).ats).toEqual([
    now - HOUR,
    now - 2 * HOUR,
  ]);
  expect((await getAll({ computerID: '13' })).ats).toEqual([now - HOUR, now - 3 * HOUR]);
});

it('are searched for in bounded steps that say how far they came, and end after 28 days', async () => {
  await put(now - 27 * DAY);
  await put(now - 29 * DAY);
  const { ats, pages } = await getAll({ from: '0' });
  expect(ats).toEqual([now - 27 * DAY]);
  expect(pages.length).toBeGreaterThan(2);
  const untils = pages.map((page) => page.searchedUntil);
  expect(untils).toEqual([...untils].sort((a, b) => b - a));
  expect(untils.at(-1)).toBe(0);
});

it('of more than a page in one hour are all found', async () => {
  const ats = Array.from({ length: 620 }, (_, i) => now - i);
  await Promise.all(ats.map((at) => put(at, `e-${at}`, at % 2 === 0 ? 12 : 13)));
  expect((await getAll({ limit: '1000' })).ats).toEqual(ats);
  expect((await getAll({ limit: '9', computerID: '13' })).ats).toEqual(ats.filter((at) => at % 2 !== 0));
});

it('are not shown to another tenant, also with a cursor; a bad one is refused', async () => {
  for (const i of [0, 1, 2]) await put(now - i);
  const { next = '' } = (await get({ limit: '1' })).body;
  const other = await seedKey(table.store, crypto.randomUUID());
  expect((await get({ cursor: next }, other)).body.systemEvents).toEqual([]);
  expect(await get({ cursor: 'e30' })).toMatchObject({ status: 400, body: { field: 'cursor' } });
  expect(await get({ from: '2', to: '1' })).toMatchObject({ status: 400, body: { field: 'from' } });
});
