import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostEventHandlers } from '../../../../functions/events/host-events.ts';
import { summarise } from '../../../../shared/domain/event/summary.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../../../shared/http/api.ts';
import type { HostEvent, IntrusionPreventionEvent } from '../../../../shared/schema/agent/events.ts';
import { intrusionPreventionEvents } from '../../../../shared/schema/api/event/event.ts';
import { packContent } from '../../../../shared/table/batch-content.ts';
import { batch, putBatch } from '../../../../shared/table/entities/event/batch.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { batchIDAt, firewallEvent, ipsEvent } from '../../../support/host-events.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedKey } from '../../../support/tenant.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 23, 12, 34);
const path = '/api/events/intrusionprevention';

interface Found {
  readonly eventID: string;
  readonly computerID: number;
  readonly at: number;
  readonly received: number;
  readonly skewed?: boolean;
}
interface Page {
  readonly intrusionPreventionEvents: Found[];
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
    store: table.storeAt(() => clock),
    logger: quietLogger(),
    catalogue: starterCatalogue,
    now: () => clock,
  };
  handler = api(deps, hostEventHandlers(deps));
});
afterAll(() => table.stop());
beforeEach(async () => {
  clock = now;
  tenant = crypto.randomUUID();
  secret = await seedKey(table.store, tenant);
});

const put = async (
  computerID: number,
  sealedAt: number,
  events: readonly HostEvent[],
  { n = 1, received = sealedAt } = {},
): Promise<void> => {
  const batchID = batchIDAt(sealedAt, n);
  const packed = packContent(Buffer.from(JSON.stringify({ id: batchID, events })));
  if (!packed) throw new Error('does not fit');
  const summary = summarise(events);
  const item = batch({ tenant, computerID, batchID, received, summary, ...packed, nonce: 'n' });
  expect(await putBatch(table.store, item)).toMatchObject({ ok: true });
};

const get = (query: Record<string, string> = {}, key = secret, at = path) =>
  call<Page>(handler, { path: at, query, headers: { 'api-secret-key': key } });

/** Follows `next` to the end; every page fits the contract. */
const getAll = async (query: Record<string, string> = {}): Promise<{ found: Found[]; pages: Page[] }> => {
  const pages: Page[] = [];
  for (let cursor: string | undefined; ; ) {
    const { status, body } = await get({ ...query, ...(cursor && { cursor }) });
    expect(status).toBe(200);
    intrusionPreventionEvents.parse(body);
    pages.push(body);
    cursor = body.next;
    if (!cursor) return { found: pages.flatMap((page) => page.intrusionPreventionEvents), pages };
  }
};

const hit = (at: number, more: Partial<IntrusionPreventionEvent> = {}) => ipsEvent({ at, ...more });

describe('events of hosts', () => {
  it('come newest first, with what the plane knows of them', async () => {
    await put(12, now - HOUR, [hit(now - HOUR - 60_000), firewallEvent({ at: now - HOUR })]);
    await put(21, now - 2000, [hit(now - 9000), hit(now - 3000, { ruleID: 7 })], { received: now - 1000 });
    const { found, pages } = await getAll();
    expect(found.map((event) => [event.computerID, event.at])).toEqual([
      [21, now - 3000],
      [21, now - 9000],
      [12, now - HOUR - 60_000],
    ]);
    expect(found[0]).toMatchObject({
      eventID: `21-${batchIDAt(now - 2000)}-1`,
      received: now - 1000,
      ruleID: 7,
      sourceIP: '203.0.113.9',
      action: 'reset',
    });
    expect(found[0]).not.toHaveProperty('skewed');
    expect(pages.at(-1)?.searchedUntil).toBe(now - DAY);
  });

  it('of each kind come by their own route', async () => {
    await put(12, now, [
      hit(now - 1),
      firewallEvent({ at: now - 2 }),
      { kind: 'agent', at: now - 3, number: 5000, severity: 'info', title: 'Agent/Appliance Started' },
    ]);
    expect((await get({}, secret, '/api/events/firewall')).body).toMatchObject({
      firewallEvents: [{ at: now - 2, status: 123 }],
    });
    expect((await get({}, secret, '/api/events/agent')).body).toMatchObject({
      agentEvents: [{ at: now - 3, number: 5000 }],
    });
  });

  it('are asked for by time and by computer', async () => {
    for (const [i, computerID] of [12, 16, 112].entries()) {
      await put(computerID, now - i * HOUR, [hit(now - i * HOUR - 10), hit(now - i * HOUR - 20)]);
    }
    expect((await getAll({ computerID: '16' })).found.map((e) => e.at)).toEqual([
      now - HOUR - 10,
      now - HOUR - 20,
    ]);
    const window = { from: String(now - HOUR - 15), to: String(now - 15) };
    expect((await getAll(window)).found.map((e) => e.at)).toEqual([now - 20, now - HOUR - 10]);
    expect((await getAll({ computerID: '17' })).found).toEqual([]);
  });

  it('of the last 24 hours come when no time is named, older ones when asked for', async () => {
    await put(12, now - 3 * DAY, [hit(now - 3 * DAY)]);
    expect((await getAll()).found).toEqual([]);
    expect((await getAll({ from: String(now - 4 * DAY) })).found).toHaveLength(1);
    expect((await getAll({ from: '0' })).found).toHaveLength(1);
  });

  it('end 28 days after their receipt, whatever their own time is', async () => {
    await put(12, now - DAY, [hit(now - DAY)], { received: now });
    clock = now + 28 * DAY - 1000;
    expect((await getAll({ from: '0' })).found).toHaveLength(1);
    clock = now + 28 * DAY + 1000;
    expect((await getAll({ from: '0' })).found).toEqual([]);
  });

  it('are found and flagged when their host’s clock was wrong', async () => {
    await put(12, 5000, [hit(1000)], { received: now - 60_000 });
    await put(13, now + 365 * DAY, [hit(now + 365 * DAY)], { received: now - 60_000 });
    await put(14, now - 60_000, [hit(now - 20 * DAY), hit(now - 60_000)], { received: now - 60_000 });
    await put(14, now - 15 * DAY, [hit(now - 15 * DAY)], { received: now - 50_000 });
    const of = async (query: Record<string, string>) =>
      (await getAll(query)).found.map((event) => [event.computerID, event.at, event.skewed]);
    expect(await of({ from: '0', to: '2000' })).toEqual([[12, 1000, true]]);
    expect(await of({})).toEqual([
      [14, now - 60_000, undefined],
      [13, now + 365 * DAY, true],
    ]);
    expect(await of({ from: String(now - 21 * DAY), to: String(now - 10 * DAY) })).toEqual([
      [14, now - 15 * DAY, undefined],
      [14, now - 20 * DAY, undefined],
    ]);
    expect((await of({ from: '0' })).length).toBe(5);
    expect(await of({ from: '0', computerID: '12' })).toEqual([[12, 1000, true]]);
  });

  it('are all found once, in order, whatever the size of a page', async () => {
    const all: string[] = [];
    for (let i = 0; i < 60; i++) {
      const computerID = 1 + (i % 7);
      const sealedAt = now - Math.floor(i / 12) * HOUR - (i % 12) * 1000;
      const events = Array.from({ length: 1 + (i % 5) }, (_, k) =>
        k % 4 === 3 ? firewallEvent({ at: sealedAt - k }) : hit(sealedAt - k * 7 - (i % 3)),
      );
      await put(computerID, sealedAt, events, { n: i + 1 });
      for (const [k, event] of events.entries()) {
        if (event.kind === 'intrusion-prevention')
          all.push(`${computerID}-${batchIDAt(sealedAt, i + 1)}-${k}`);
      }
    }
    for (const limit of ['1', '7', '1000']) {
      const { found, pages } = await getAll({ limit });
      expect(found.map((event) => event.eventID).sort()).toEqual([...all].sort());
      expect(found.map((event) => event.at)).toEqual(found.map((event) => event.at).sort((a, b) => b - a));
      expect(pages.every((page) => page.intrusionPreventionEvents.length <= Number(limit))).toBe(true);
    }
  });

  it('are all found once in an hour that is too large to be sorted as a whole', async () => {
    const count = 260;
    await Promise.all(
      Array.from({ length: count }, (_, i) =>
        put(1 + (i % 130), now - i, [hit(now - i), hit(now - i)], { n: i + 1 }),
      ),
    );
    const { found } = await getAll({ limit: '37' });
    expect(found).toHaveLength(count * 2);
    expect(new Set(found.map((event) => event.eventID)).size).toBe(count * 2);
  });

  it('do not come twice when others arrive between two pages', async () => {
    for (let i = 0; i < 10; i++) await put(1 + i, now - 1000 - i, [hit(now - 1000 - i)]);
    const first = (await get({ limit: '4' })).body;
    for (let i = 0; i < 10; i++) await put(1 + i, now - 500 + i, [hit(now - 500 + i)], { n: 2 });
    const seen = first.intrusionPreventionEvents.map((event) => event.at);
    for (let cursor = first.next; cursor; ) {
      const page = (await get({ limit: '4', cursor })).body;
      seen.push(...page.intrusionPreventionEvents.map((event) => event.at));
      cursor = page.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    for (let i = 0; i < 10; i++) expect(seen).toContain(now - 1000 - i);
  });

  it('are searched for in bounded steps that say how far they came', async () => {
    await put(12, now - 27 * DAY, [hit(now - 27 * DAY)], { received: now - 27 * DAY });
    const { found, pages } = await getAll({ from: String(now - 28 * DAY) });
    expect(found).toHaveLength(1);
    expect(pages.length).toBeGreaterThan(1);
    const untils = pages.map((page) => page.searchedUntil);
    expect(untils).toEqual([...untils].sort((a, b) => b - a));
    expect(untils.at(-1)).toBe(now - 28 * DAY);
  });
});

describe('what is refused', () => {
  const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const w = [0, now];
  it.each([
    ['a time that is none', { from: 'yesterday' }, 'from'],
    ['a window that ends before it begins', { from: '2000', to: '1000' }, 'from'],
    ['a negative time', { to: '-1' }, 'to'],
    ['a computer that is none', { computerID: '0' }, 'computerID'],
    ['a computer in another notation', { computerID: '1e3' }, 'computerID'],
    ['a limit of nothing', { limit: '0' }, 'limit'],
    ['a limit beyond a thousand', { limit: '1001' }, 'limit'],
    ['a cursor that is none', { cursor: 'abc' }, 'cursor'],
    ['a cursor without a place', { cursor: cursor({ w }) }, 'cursor'],
    ['a cursor at a shard that does not exist', { cursor: cursor({ w, h: 1, s: 9 }) }, 'cursor'],
    [
      'a cursor with a key of its own',
      { cursor: cursor({ w, h: 1, s: 0, k: 'host#000000000001' }) },
      'cursor',
    ],
    ['a cursor that is too long', { cursor: 'a'.repeat(401) }, 'cursor'],
    [
      'a cursor of another computer',
      { computerID: '13', cursor: cursor({ w, h: 1, s: 0, k: '000000000012#1795435200000-1' }) },
      'cursor',
    ],
  ])('%s', async (_, query, field) => {
    const answer = await get(query as Record<string, string>);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(new RegExp(`^${field}: `));
  });

  it('callers without a key, with a wrong one, and with a role that may not see events', async () => {
    const store = table.store;
    await store.put({
      ...{ pk: `${tenant}#access`, sk: 'role#000000000011' },
      ...{ kind: 'role', ID: 11, name: 'Orders', rights: ['serviceRights.orderRights.canViewOrders'] },
    } as never);
    const blind = await seedKey(store, tenant, { ID: 2, roleID: 11 });
    const headers = { 'api-version': 'v1' };
    expect((await call(handler, { path, headers })).status).toBe(401);
    expect((await get({}, `${secret}x`)).status).toBe(401);
    expect((await get({}, blind)).status).toBe(403);
  });
});

it('shows a tenant nothing of another one, also with its cursor', async () => {
  for (let i = 0; i < 3; i++) await put(12, now - i, [hit(now - i)], { n: i + 1 });
  const { next } = (await get({ limit: '1' })).body;
  const other = await seedKey(table.store, crypto.randomUUID());
  expect((await get({}, other)).body.intrusionPreventionEvents).toEqual([]);
  expect((await get({ cursor: next ?? '' }, other)).body.intrusionPreventionEvents).toEqual([]);
  expect((await get({ cursor: next ?? '' })).body.intrusionPreventionEvents).toHaveLength(2);
});
