import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { functionClock } from '../../infra/local/lambda/clock.ts';
import { type OpenPlane, openPlane } from '../../infra/local/open.ts';
import { monthOf, monthPeriod } from '../../shared/domain/order/local-date.ts';
import { fieldAgent } from './support/field-agent.ts';
import { eventually, newTenant } from './support/tenant-api.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const ZONE = 'Asia/Tokyo';
const clock = functionClock();
const dir = mkdtempSync(join(tmpdir(), 'mvp-life-'));
let plane: OpenPlane;
beforeAll(async () => {
  plane = await openPlane({ dataDir: dir, port: 0, clock, say: () => undefined, report: console.error });
});
afterAll(async () => {
  await plane.machine.stop();
  rmSync(dir, { recursive: true, force: true });
});

const sell = async (prices: Record<string, number>): Promise<void> => {
  const menus = Object.fromEntries(
    Object.entries(prices).map(([menu, unitPrice]) => [
      menu,
      { name: menu, offered: menu !== 'managed-anti-virus', unitPrice },
    ]),
  );
  const { status } = await fetch(`${new URL(plane.ready.api).origin}/operator/catalogue`, {
    method: 'POST',
    headers: { 'api-secret-key': plane.ready.operatorKey, 'content-type': 'application/json' },
    body: JSON.stringify({ currency: 'JPY', menus }),
  });
  expect(status).toBe(200);
};

it('a tenant’s life: order, hosts, changes, statement, cancellation, and a new order on day 15', async () => {
  await sell({
    'managed-anti-virus': 50,
    'managed-virtual-patch': 100,
    'managed-host-security-package': 200,
  });
  const tenant = await newTenant(plane.ready, 3);
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await tenant.api(method, path, body);
    return { status: answer.status, body: answer.body as unknown as Record<string, unknown> };
  };
  const worked = (ID: unknown) =>
    eventually(
      () => ask('GET', `/orders/${ID}`),
      ({ body }) => body.state === 'done' || body.state === 'undone',
    );
  const ordered = async (body: object) => {
    const placed = await ask('POST', '/orders', body);
    expect(placed).toMatchObject({ status: 200 });
    expect((await worked(placed.body.ID)).body).toMatchObject({ state: 'done' });
  };
  expect((await worked(tenant.orderID)).body).toMatchObject({ state: 'done' });

  const place = { ...plane.ready, tenantId: tenant.tenantId, activationToken: tenant.activationToken };
  const hosts = [fieldAgent(place, 'web-1'), fieldAgent(place, 'web-2')];
  for (const host of hosts) expect((await host.activate()).status).toBe(200);
  await ordered({ type: 'menu-change', menu: 'managed-host-security-package' });
  await ordered({ type: 'quantity-change', quantity: 5 });
  await ordered({ type: 'quantity-change', quantity: 2 });
  expect(await ask('POST', '/orders', { type: 'quantity-change', quantity: 1 })).toMatchObject({
    status: 409,
    body: { reason: 'below-activated' },
  });

  const month = monthOf(clock.now(), ZONE);
  clock.advance(monthPeriod(month, ZONE).to + 2 * HOUR - clock.now());
  await plane.machine.fireSchedule('billing');
  expect((await ask('GET', `/statements/${month}`)).body).toMatchObject({ amount: 1000, currency: 'JPY' });

  expect(await ask('POST', '/orders', { type: 'cancellation' })).toMatchObject({
    status: 409,
    body: { reason: 'still-activated', message: expect.stringContaining('(web-1, web-2)') },
  });
  for (const host of hosts) expect((await ask('DELETE', `/computers/${host.id()}`)).status).toBe(200);
  const back = await hosts[0]?.beat({}, { iat: clock.now() });
  expect(back).toMatchObject({ status: 401, body: { reason: 'unknown-agent' } });
  const told = await ask('GET', `/events/system?from=${clock.now() - HOUR}&to=${clock.now() + HOUR}`);
  expect(JSON.stringify(told.body)).toContain('"number":716');

  await ordered({ type: 'cancellation' });
  const anew = { type: 'new', menu: 'managed-virtual-patch', quantity: 1 };
  const early = await ask('POST', '/orders', anew);
  expect(early).toMatchObject({ status: 409, body: { reason: 'cooling-off' } });
  const from = Number(early.body.newOrderFrom);
  expect(early.body.message).toContain(
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: ZONE }).format(from),
  );
  expect(Math.abs(from - clock.now() - 14 * DAY)).toBeLessThan(HOUR);
  clock.advance(14 * DAY - HOUR);
  expect(await ask('POST', '/orders', anew)).toMatchObject({ status: 409 });
  clock.advance(DAY);
  await ordered(anew);
  expect((await ask('GET', '/usage')).body).toMatchObject({ menu: 'managed-virtual-patch', quantity: 1 });
});
