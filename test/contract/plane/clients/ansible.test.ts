import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectionsFunction } from '../../../support/api-functions.ts';
import { call, type HttpHandler } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

/**
 * The calls of the Ansible collection trendmicro.deepsec, in its own order: gather by search, create what is missing,
 * replace what differs by posting the whole object back, delete with a body (domain/api.md section 2).
 */
let table: TestTable;
let rules: HttpHandler;
let tenant: TestTenant;
beforeAll(async () => {
  table = await startTable();
  rules = collectionsFunction(table.store);
  tenant = await commerce(table.store).tenant();
});
afterAll(() => table.stop());

interface Thing {
  readonly ID: number;
  readonly name: string;
}
const ask = <T>(method: string, path: string, body?: unknown) =>
  call<T>(rules, {
    method,
    path: `/api/${path}`,
    headers: { ...tenant.auth, 'api-version': 'v1', 'content-type': 'application/json' },
    body,
  });

const plays = [
  {
    path: 'firewallrules',
    envelope: 'firewallRules',
    wish: {
      name: 'test_firewallrule_1',
      description: 'incoming firewall 1 rule description',
      action: 'deny',
      priority: '0',
      sourceIPType: 'any',
      destinationIPType: 'any',
      direction: 'incoming',
      protocol: 'tcp',
      logDisabled: true,
    },
    change: { action: 'allow' },
  },
  {
    path: 'intrusionpreventionrules',
    envelope: 'intrusionPreventionRules',
    wish: {
      name: 'test_intrusionpreventionrules_1',
      description: 'test IPR 1 description',
      applicationTypeID: 300,
      template: 'signature',
      signature: 'test_signature_1',
      priority: 'normal',
      severity: 'medium',
      alertEnabled: 'false',
      alwaysIncludePacketData: 'false',
      debugModeEnabled: 'false',
      detectOnly: 'false',
      eventLoggingDisabled: 'false',
      generateEventOnPacketDrop: 'true',
    },
    change: { severity: 'critical', caseSensitive: 'true' },
  },
  {
    path: 'iplists',
    envelope: 'ipLists',
    wish: { name: 'test_iplist', items: ['10.0.0.1'] },
    change: { items: ['10.0.0.2'] },
  },
];

it.each(plays)('$path: merged, merged again, replaced, gathered, deleted', async (play) => {
  const { path, envelope, wish, change } = play;
  const byName = { searchCriteria: [{ fieldName: 'name', stringTest: 'equal', stringValue: wish.name }] };
  const present = async () =>
    (await ask<Record<string, Thing[]>>('POST', `${path}/search`, { maxItems: 1, ...byName })).body[envelope];

  expect(await present()).toEqual([]);
  const made = await ask<Thing>('POST', path, wish);
  expect(made.status).toBe(200);
  expect(await present()).toEqual([made.body]);

  const again = await ask<{ message: string }>('POST', path, wish);
  expect(again).toMatchObject({ status: 400, body: { message: expect.stringContaining(wish.name) } });

  const replaced = await ask<Thing>('POST', `${path}/${made.body.ID}`, { ...made.body, ...change });
  expect(replaced.status).toBe(200);
  expect(await present()).toEqual([replaced.body]);

  const gathered = await ask<Record<string, Thing[]>>('POST', `${path}/search`, {});
  expect(gathered.body[envelope]?.map(({ ID }) => ID)).toContain(made.body.ID);

  expect(await ask('DELETE', `${path}/${made.body.ID}`, replaced.body)).toMatchObject({
    status: 200,
    body: undefined,
  });
  expect(await present()).toEqual([]);
});

it('reads what a manager answers to its own rules', async () => {
  const { body } = await ask<Thing & { identifier?: string }>('POST', 'intrusionpreventionrules', {
    ...(plays[1]?.wish as object),
    name: 'read back',
  });
  expect(body).toMatchObject({ action: 'drop', caseSensitive: false, generateEventOnPacketDrop: true });
  await ask('DELETE', `intrusionpreventionrules/${body.ID}`);
});
