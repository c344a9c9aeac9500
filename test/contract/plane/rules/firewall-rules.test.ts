import { afterAll, beforeAll, expect, it } from 'vitest';
import { firewallRuleHandlers } from '../../../../functions/rules/firewall-rules.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../../../shared/http/api.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let rules: HttpHandler;
let tenant: TestTenant;
beforeAll(async () => {
  table = await startTable();
  const deps = {
    store: table.store,
    logger: quietLogger(),
    now: Date.now,
    catalogue: starterCatalogue,
  };
  rules = api(deps, firewallRuleHandlers(deps)) as HttpHandler;
  tenant = await commerce(table.store).tenant();
});
afterAll(() => table.stop());

const path = '/api/firewallrules';
const send = (body: unknown, ID?: number) =>
  call(rules, { path: ID === undefined ? path : `${path}/${ID}`, headers: tenant.auth, body });
const list = async () => (await call(rules, { path, headers: tenant.auth })).body.firewallRules;

it('fills in what a new rule leaves out', async () => {
  const created = await send({ name: 'all' });
  expect(created).toMatchObject({
    status: 200,
    body: {
      ID: 10_000_001,
      action: 'deny',
      priority: '0',
      direction: 'incoming',
      frameType: 'ip',
      protocol: 'any',
      sourceIPType: 'any',
      sourcePortType: 'any',
      destinationIPType: 'any',
      destinationPortType: 'any',
      logDisabled: false,
    },
  });
  expect(await list()).toEqual([created.body]);
});

it('refuses ports and addresses without their type, which would be about any, and keeps nothing of them', async () => {
  const before = await list();
  const ssh = { name: 'ssh', action: 'allow', protocol: 'tcp', destinationPortMultiple: ['22'] };
  expect(await send(ssh)).toMatchObject({
    status: 400,
    body: { message: expect.stringMatching(/^destinationPortType: /) },
  });
  expect(await send({ name: 'office', action: 'allow', sourceIPValue: '192.0.2.1' })).toMatchObject({
    status: 400,
    body: { message: expect.stringMatching(/^sourceIPType: /) },
  });
  expect(await list()).toEqual(before);

  const { body: rule } = await send({ ...ssh, destinationPortType: 'multiple' });
  expect(await send({ destinationPortMultiple: ['2222'] }, Number(rule.ID))).toMatchObject({
    status: 200,
    body: { destinationPortType: 'multiple', destinationPortMultiple: ['2222'] },
  });
  expect(await send({ sourcePortMultiple: ['1024-65535'] }, Number(rule.ID))).toMatchObject({
    status: 400,
    body: { message: expect.stringMatching(/^sourcePortType: /) },
  });
});

it('takes a whole rule back, as existing clients post it', async () => {
  const { body: rule } = await send({
    name: 'web',
    protocol: 'tcp',
    destinationPortType: 'multiple',
    destinationPortMultiple: ['80', '443'],
  });
  const changed = { ...rule, destinationPortType: 'any', description: 'all ports' };
  expect(await send(changed, Number(rule.ID))).toMatchObject({ status: 200, body: changed });
});
