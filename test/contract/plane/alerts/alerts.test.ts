import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alertHandlers } from '../../../../functions/alerts/alerts.ts';
import { raise } from '../../../../shared/domain/alert/raise.ts';
import { api } from '../../../../shared/http/api.ts';
import {
  type Alert,
  alert as alertReply,
  alerts as alertsReply,
} from '../../../../shared/schema/api/alert/alert.ts';
import { changeAlert } from '../../../../shared/table/entities/alert/alert.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedKey } from '../../../support/tenant.ts';

const now = Date.UTC(2026, 10, 23, 12);
const TYPE = 'intrusion-prevention-rule-alert';

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

const ask = <T = Alert & { message: string; reason?: string }>(path: string, body?: unknown, key = secret) =>
  call<T>(handler, { path, body, headers: { 'api-secret-key': key } });
const list = async (key = secret) =>
  alertsReply.parse((await ask('/api/alerts', undefined, key)).body).alerts;

const raiseOne = (type: Alert['type'], target: string, cause = 'c', at = clock) =>
  changeAlert(
    table.storeAt(() => clock),
    tenant,
    type,
    target,
    (current) =>
      raise(
        current,
        type,
        target,
        { computerID: 12, computerName: 'web-1', ruleID: 3, ruleName: 'Log4Shell', CVE: ['CVE-2021-44228'] },
        { cause, first: at, last: at, count: 1, blocked: 1, sources: ['203.0.113.1'] },
        clock,
      )?.alert,
  );

describe('alerts', () => {
  it('are listed while they are raised, the latest first', async () => {
    await raiseOne(TYPE, 'computer-12-rule-3', 'a', now - 5000);
    await raiseOne('unable-to-communicate', 'computer-13', 'b', now - 1000);
    await raiseOne(TYPE, 'computer-12-rule-4', 'c', now - 9000);
    await ask(`/api/alerts/${TYPE}:computer-12-rule-4`, { state: 'dismissed' });
    expect(await list()).toMatchObject([
      { ID: 'unable-to-communicate:computer-13', severity: 'critical', dismissible: false },
      {
        ID: `${TYPE}:computer-12-rule-3`,
        title: 'Intrusion Prevention Rule Alert',
        severity: 'warning',
        dismissible: true,
        state: 'raised',
        raised: now - 5000,
        count: 1,
        computerID: 12,
        computerName: 'web-1',
        ruleID: 3,
        ruleName: 'Log4Shell',
        description:
          'Log4Shell (CVE-2021-44228) was hit 1 time on web-1: all blocked, last from 203.0.113.1.',
      },
    ]);
  });

  it('are listed by type, severity, computer, state and time', async () => {
    await raiseOne(TYPE, 'computer-12-rule-3', 'a', now - 5000);
    await raiseOne('unable-to-communicate', 'computer-13', 'b', now - 1000);
    await raiseOne('relay-recommended', 'tenant', 'c', now - 9000);
    await ask('/api/alerts/relay-recommended:tenant', { state: 'dismissed' });
    const types = async (query: Record<string, string>) => {
      const answer = await call(handler, {
        path: '/api/alerts',
        query,
        headers: { 'api-secret-key': secret },
      });
      return alertsReply.parse(answer.body).alerts.map(({ type }) => type);
    };
    expect(await types({ type: TYPE })).toEqual([TYPE]);
    const unknown = { path: '/api/alerts', query: { type: 'x' }, headers: { 'api-secret-key': secret } };
    expect((await call(handler, unknown)).status).toBe(400);
    expect(await types({ severity: 'critical' })).toEqual(['unable-to-communicate']);
    expect(await types({ computerID: '99' })).toEqual([]);
    expect(await types({ state: 'dismissed' })).toEqual(['relay-recommended']);
    expect(await types({ state: 'any' })).toEqual(['unable-to-communicate', TYPE, 'relay-recommended']);
    expect(await types({ from: String(now - 5000), to: String(now - 1000) })).toEqual([TYPE]);
    clock = now + 28 * 86_400_000;
    expect(await types({ state: 'any' })).not.toContain('relay-recommended');
  });

  it('are dismissed, stay readable for four weeks, and come back with the next hit', async () => {
    await raiseOne(TYPE, 'computer-12-rule-3');
    const path = `/api/alerts/${TYPE}:computer-12-rule-3`;
    const answer = await ask(path, { state: 'dismissed' });
    expect(alertReply.parse(answer.body)).toMatchObject({ state: 'dismissed', ended: now });
    expect(await list()).toEqual([]);
    expect((await ask(path)).body).toMatchObject({ state: 'dismissed' });
    expect(await ask(path, { state: 'dismissed' })).toMatchObject({ status: 200 });
    clock = now + 1000;
    await raiseOne(TYPE, 'computer-12-rule-3', 'next');
    expect(await list()).toMatchObject([{ state: 'raised', raised: now + 1000, count: 1 }]);
    await ask(path, { state: 'dismissed' });
    clock += 28 * 86_400_000 + 1000;
    expect((await ask(path)).status).toBe(404);
    await raiseOne(TYPE, 'computer-12-rule-3', 'after its end of life');
    expect(await list()).toHaveLength(1);
  });

  it('are changed by one at a time', async () => {
    await raiseOne(TYPE, 'computer-12-rule-3');
    await Promise.all(Array.from({ length: 8 }, (_, i) => raiseOne(TYPE, 'computer-12-rule-3', `hit ${i}`)));
    expect(await list()).toMatchObject([{ count: 9 }]);
  });
});

describe('what is refused and changes nothing', () => {
  const dismissed = { state: 'dismissed' };
  it.each([
    ['dismissing what ends by itself', 409, 'unable-to-communicate', dismissed],
    ['an alert that is not there', 404, 'alert', dismissed, `${TYPE}:computer-99-rule-3`],
    ['a type that does not exist', 404, 'alert', dismissed, 'no-such-type:computer-12'],
    ['a name that objects have by nature', 400, 'alertID', dismissed, 'constructor'],
    ['an id that reaches for another key', 400, 'alertID', dismissed, `${TYPE}:computer-12%23x`],
    ['an id that is too long', 400, 'alertID', dismissed, `${TYPE}:${'a'.repeat(121)}`],
    ['another state', 400, 'state', { state: 'raised' }],
    ['no state', 400, 'state', {}],
    ['a body that is a list', 400, 'body', []],
    ['a body that is not JSON', 400, 'JSON', '{'],
    ['a body beyond the limit', 413, 'larger', 'x'.repeat(1024 * 1024 + 1)],
  ])('%s', async (_, status, named, body, id = 'unable-to-communicate:computer-13') => {
    await raiseOne('unable-to-communicate', 'computer-13');
    const before = await table.dump();
    const answer = await ask(`/api/alerts/${id}`, body);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toContain(named);
    expect(await table.dump()).toEqual(before);
  });

  it('other tenants, other roles, nobody', async () => {
    await raiseOne(TYPE, 'computer-12-rule-3');
    const path = `/api/alerts/${TYPE}:computer-12-rule-3`;
    const other = await seedKey(table.store, crypto.randomUUID());
    const auditor = await seedKey(table.store, tenant, { ID: 2, roleID: 2 });
    const before = await table.dump();
    expect(await list(other)).toEqual([]);
    expect((await ask(path, undefined, other)).status).toBe(404);
    expect((await ask(path, dismissed, other)).status).toBe(404);
    expect((await ask(path, undefined, auditor)).status).toBe(200);
    expect((await ask(path, dismissed, auditor)).status).toBe(403);
    expect((await call(handler, { path })).status).toBe(401);
    expect(await table.dump()).toEqual(before);
  });
});
