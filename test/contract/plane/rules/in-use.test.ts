import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Level } from '../../../../shared/domain/policy/level.ts';
import { type Key, keys } from '../../../../shared/table/keys.ts';
import { collectionsFunction } from '../../../support/api-functions.ts';
import { call, type HttpHandler } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

/** What a policy or a computer by itself uses cannot be deleted, and the refusal says who (FW-11). */
let table: TestTable;
let handler: HttpHandler;
let tenant: TestTenant;
beforeAll(async () => {
  table = await startTable();
  handler = collectionsFunction(table.store);
  tenant = await commerce(table.store).tenant();
});
afterAll(() => table.stop());

const ask = (path: string, body?: object, method?: string) =>
  call<{ ID: number; message: string }>(handler, {
    path: `/api/${path}`,
    headers: tenant.auth,
    body,
    ...(method && { method }),
  });

const level = (own: Partial<Level>) => ({
  tenant: tenant.guid,
  ID: 7,
  revision: 1,
  firewallRuleIDs: [],
  ipsRuleIDs: [],
  ...own,
});
const policy = (own: Partial<Level>) =>
  ({ ...keys.policy(tenant.guid, 7), kind: 'policy', name: 'Web', ...level(own) }) as never;
const computer = (own: Partial<Level>) =>
  ({
    ...keys.computerOverrides(tenant.guid, 7),
    kind: 'computer-overrides',
    policyID: 0,
    ...level(own),
  }) as never;

const signature = { template: 'signature', signature: 'attack-here', applicationTypeID: 300 };
const ownType = { direction: 'incoming', protocol: 'tcp', portType: 'any' };

const uses: readonly (readonly [
  path: string,
  how: string,
  body: object,
  own: (ID: number) => Partial<Level>,
])[] = [
  ['firewallrules', 'assigned', {}, (ID) => ({ firewallRuleIDs: [ID] })],
  ['intrusionpreventionrules', 'assigned', signature, (ID) => ({ ipsRuleIDs: [ID] })],
  ['iplists', 'in a rule’s override', {}, (ID) => ({ firewallRules: { 9: { sourceIPListID: ID } } })],
  [
    'iplists',
    'in a setting',
    {},
    (ID) => ({ settings: { firewallSettingReconnaissanceIncludeIpListId: `${ID}` } }),
  ],
  ['maclists', 'in a rule’s override', {}, (ID) => ({ firewallRules: { 9: { destinationMACListID: ID } } })],
  ['portlists', 'in a rule’s override', {}, (ID) => ({ firewallRules: { 9: { sourcePortListID: ID } } })],
  ['portlists', 'in a type’s override', {}, (ID) => ({ applicationTypes: { 300: { portListID: ID } } })],
  ['schedules', 'in a rule’s override', {}, (ID) => ({ ipsRules: { 1: { scheduleID: ID } } })],
  ['contexts', 'in a rule’s override', {}, (ID) => ({ ipsRules: { 1: { contextID: ID } } })],
  ['statefulconfigurations', 'for all interfaces', {}, (ID) => ({ statefulConfigurationID: ID })],
  [
    'statefulconfigurations',
    'for one interface',
    {},
    (ID) => ({ statefulAssignments: [{ interfaceID: 1, statefulConfigurationID: ID }] }),
  ],
];

it.each(uses)('%s %s', async (path, how, body, own) => {
  const made = await ask(path, { name: `Used ${how}`, ...body });
  expect(made).toMatchObject({ status: 200 });
  const { ID } = made.body;
  const remove = () => ask(`${path}/${ID}`, undefined, 'DELETE');
  for (const [item, words] of [
    [policy(own(ID)), 'policy "Web"'],
    [computer(own(ID)), 'computer "7"'],
  ] as const) {
    await table.store.put(item);
    const refused = await remove();
    expect(refused.status).toBe(400);
    expect(refused.body.message).toContain(words);
    const { pk, sk } = item as Key;
    await table.store.remove({ pk, sk });
  }
  expect((await remove()).status).toBe(200);
});

it('an application type by the rule that is of it', async () => {
  const type = await ask('applicationtypes', { name: 'Shop', ...ownType });
  const rule = await ask('intrusionpreventionrules', {
    ...{ name: 'Of the shop', ...signature },
    applicationTypeID: type.body.ID,
  });
  expect(rule.status).toBe(200);
  const refused = await ask(`applicationtypes/${type.body.ID}`, undefined, 'DELETE');
  expect(refused).toMatchObject({ status: 400, body: { message: expect.stringContaining('"Of the shop"') } });
});
