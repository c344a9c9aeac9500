import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alertTypeHandlers } from '../../../../functions/alerts/alert-types.ts';
import { alertHandlers } from '../../../../functions/alerts/alerts.ts';
import type { FanOutDeps } from '../../../../functions/fan-out/deps.ts';
import { followRecord } from '../../../../functions/fan-out/follow.ts';
import { settleAlerts } from '../../../../functions/sweep/settle-alerts.ts';
import type { AlertType } from '../../../../shared/domain/alert/catalogue.ts';
import { raise } from '../../../../shared/domain/alert/raise.ts';
import { api } from '../../../../shared/http/api.ts';
import { consumeStream } from '../../../../shared/queue/consume.ts';
import type { Alert } from '../../../../shared/schema/api/alert/alert.ts';
import type { AlertTypeView } from '../../../../shared/schema/api/alert/alert-type.ts';
import type { AlertNotice } from '../../../../shared/schema/bus/alert-notice.ts';
import { type AlertItem, changeAlert, readAlert } from '../../../../shared/table/entities/alert/alert.ts';
import { settleStanding } from '../../../../shared/table/entities/alert/standing-alert.ts';
import { systemEventItem } from '../../../../shared/table/entities/event/system-event.ts';
import { trailItem } from '../../../../shared/table/entities/tenant/trail.ts';
import { partitions } from '../../../../shared/table/keys.ts';
import { call, context, quietLogger } from '../../../support/call.ts';
import { streamRecord } from '../../../support/stream.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedKey } from '../../../support/tenant.ts';

const now = Date.UTC(2026, 10, 23, 12);
const HIT = 'intrusion-prevention-rule-alert';
const CONTAINERS = 'containers-not-inspected';

let table: TestTable;
let clock: number;
let handler: ReturnType<typeof api>;
let tenant: string;
let secret: string;
let told: AlertNotice[];
beforeAll(async () => {
  table = await startTable();
  const deps = { store: table.storeAt(() => clock), logger: quietLogger(), now: () => clock };
  handler = api(deps, [...alertHandlers(deps), ...alertTypeHandlers(deps)]);
});
afterAll(() => table.stop());
beforeEach(async () => {
  clock = now;
  told = [];
  tenant = crypto.randomUUID();
  secret = await seedKey(table.store, tenant);
});

const ask = <T = AlertTypeView & { message: string }>(path: string, body?: unknown, key = secret) =>
  call<T>(handler, { path, body, headers: { 'api-secret-key': key } });
const set = (type: AlertType, change: object, key = secret) => ask(`/api/alerttypes/${type}`, change, key);
const standing = async () => (await ask<{ alerts: Alert[] }>('/api/alerts')).body.alerts;
const store = () => table.storeAt(() => clock);

const hit = (cause: string) =>
  changeAlert(
    store(),
    tenant,
    HIT,
    'computer-12-rule-3',
    (current) =>
      raise(
        current,
        HIT,
        'computer-12-rule-3',
        { computerID: 12, ruleID: 3 },
        { cause, first: clock, last: clock, count: 1, blocked: 1, sources: [] },
        clock,
      )?.alert,
  );
const containers = (there: boolean) =>
  settleStanding(
    store(),
    tenant,
    CONTAINERS,
    'computer-12',
    there ? { computerID: 12, reason: 'docker' } : undefined,
    clock,
  );
const kept = (type: AlertType) => readAlert(table.store, tenant, type, 'computer-12');

/** What the table's stream makes of a change of an alert. */
const follow = async (after: AlertItem, before?: AlertItem) => {
  const quiet = { send: async () => undefined };
  const deps = {
    store: store(),
    now: () => clock,
    orders: quiet,
    tasks: quiet,
    reports: quiet,
    exports: quiet,
    deliver: quiet,
    notify: { send: async (notice: AlertNotice) => void told.push(notice) },
    notificationRules: async () => [],
  } as unknown as FanOutDeps;
  const consume = consumeStream(quietLogger(), followRecord(deps));
  expect(await consume({ Records: [streamRecord(after, before)] }, context())).toEqual({
    batchItemFailures: [],
  });
};
const numbers = async () =>
  (
    await table.store.queryAll(
      partitions.systemEvents(tenant, Math.floor(clock / 3_600_000)),
      systemEventItem,
    )
  ).map(({ number }) => number);

describe('types of alerts', () => {
  it('begin as the catalogue has them, without those of the operator', async () => {
    const { alertTypes } = (await ask<{ alertTypes: AlertTypeView[] }>('/api/alerttypes')).body;
    expect(alertTypes).toContainEqual({
      type: 'unable-to-communicate',
      title: 'Unable to communicate',
      about: 'computer',
      dismissible: false,
      enabled: true,
      severity: 'critical',
      mailed: true,
    });
    expect(alertTypes.map(({ type }) => type)).not.toContain('rule-withdrawn');
    expect((await ask('/api/alerttypes/rule-withdrawn')).status).toBe(404);
  });

  it('give what is raised from then on their severity and whether it is mailed', async () => {
    await containers(true);
    await set(HIT, { severity: 'critical', mailed: 'false' });
    await set(CONTAINERS, { severity: 'critical', mailed: true });
    const raised = await hit('a');
    expect(raised).toMatchObject({ severity: 'critical', mailed: false });
    expect((await standing()).map(({ type, severity }) => [type, severity])).toEqual([
      [CONTAINERS, 'warning'],
      [HIT, 'critical'],
    ]);
    if (raised) await follow(raised);
    expect(told).toEqual([]);
    await containers(false);
    await containers(true);
    const again = await kept(CONTAINERS);
    if (again) await follow(again);
    expect(told).toMatchObject([{ type: CONTAINERS, severity: 'critical' }]);
  });

  it('that are switched off end what stands, and raise nothing', async () => {
    await containers(true);
    const before = await kept(CONTAINERS);
    await hit('a');
    expect((await set(CONTAINERS, { enabled: false })).body).toMatchObject({ enabled: false });
    await set(HIT, { enabled: false });
    expect(await standing()).toEqual([]);
    const after = await kept(CONTAINERS);
    if (after) await follow(after, before);
    expect(await numbers()).toEqual(expect.arrayContaining([180, 180, 192]));
    expect((await ask(`/api/alerts/${CONTAINERS}:computer-12`)).status).toBe(404);
    clock += 1000;
    await hit('b');
    await containers(true);
    expect(await standing()).toEqual([]);
  });

  it('that are switched on again tell at once of what is so, and of what happens from then on', async () => {
    await set(CONTAINERS, { enabled: false });
    await set(HIT, { enabled: false });
    await containers(true);
    await hit('a');
    clock += 40 * 86_400_000;
    await set(CONTAINERS, { enabled: true });
    await set(HIT, { enabled: true });
    expect(await standing()).toMatchObject([{ type: CONTAINERS, state: 'raised', computerID: 12 }]);
    await hit('b');
    expect(await standing()).toHaveLength(2);
  });

  it('that were off while the cause went have nothing to tell', async () => {
    await containers(true);
    await set(CONTAINERS, { enabled: false });
    await containers(false);
    await set(CONTAINERS, { enabled: true });
    expect(await standing()).toEqual([]);
  });

  it('are followed by the sweep where a request did not get to all', async () => {
    await containers(true);
    await set(CONTAINERS, { enabled: false });
    const off = await kept(CONTAINERS);
    expect(off).toMatchObject({ state: 'off' });
    if (off) await table.store.put({ ...off, ...{ state: 'raised' } });
    const deps = { store: store(), logger: quietLogger(), now: () => clock } as never;
    await settleAlerts(deps, tenant, { offline: new Map(), fresh: new Map(), beating: [] }, () => true);
    expect(await kept(CONTAINERS)).toMatchObject({ state: 'off' });
  });

  it('set by several at once are all kept, and the trail knows who it was', async () => {
    await Promise.all(
      ['recommendation', HIT, CONTAINERS].map((type) => set(type as AlertType, { mailed: true })),
    );
    const { alertTypes } = (await ask<{ alertTypes: AlertTypeView[] }>('/api/alerttypes')).body;
    const mailed = alertTypes.filter(({ mailed }) => mailed).map(({ type }) => type);
    expect(mailed).toEqual(expect.arrayContaining(['recommendation', HIT, CONTAINERS]));
    const entries = await table.store.queryAll(partitions.trail(tenant), trailItem);
    expect(entries.map(({ action, by }) => [action, by])).toHaveLength(3);
  });

  it.each([
    ['a type that does not exist', 404, 'no-such-type', { enabled: false }],
    ['a severity that does not exist', 400, HIT, { severity: 'high' }],
    ['a switch that is neither', 400, HIT, { enabled: 'perhaps' }],
  ])('%s changes nothing', async (_, status, type, change) => {
    const before = await table.dump();
    expect((await set(type as AlertType, change)).status).toBe(status);
    expect(await table.dump()).toEqual(before);
  });

  it('are not for auditors to change', async () => {
    const auditor = await seedKey(table.store, tenant, { ID: 2, roleID: 2 });
    expect((await ask('/api/alerttypes', undefined, auditor)).status).toBe(200);
    expect((await set(HIT, { enabled: false }, auditor)).status).toBe(403);
  });
});
