import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessFunction } from '../../../support/access.ts';
import { call, type HttpHandler } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let access: HttpHandler;
let plane: ReturnType<typeof commerce>;
let tenant: TestTenant;
beforeAll(async () => {
  table = await startTable();
  access = accessFunction(table.store);
  plane = commerce(table.store);
  tenant = await plane.tenant();
});
afterAll(() => table.stop());

interface Role {
  ID: number;
  name: string;
  immutable: boolean;
  rights: Record<string, Record<string, Record<string, boolean>>>;
  message: string;
  reason: string;
  secretKey: string;
  roles: Role[];
}
const ask = (path: string, body?: unknown, method?: string, auth = tenant.auth) =>
  call<Role>(access, { path: `/api/${path}`, headers: auth, body, ...(method && { method }) });
const policies = (rights: Record<string, boolean>) => ({ platformRights: { policyRights: rights } });

describe('roles', () => {
  it('walk through create, read, partial update, search and delete, with the whole tree answered', async () => {
    const made = await ask('roles', {
      name: 'Policy makers',
      rights: {
        ...policies({ canCreateNewPolicies: true, canDeletePolicies: true }),
        antiMalwareRights: { any: 1 },
      },
      policyIDs: [1],
    });
    expect(made).toMatchObject({
      status: 200,
      body: { immutable: false, allComputers: true, policyIDs: [1] },
    });
    expect(made.body.rights.platformRights?.policyRights).toEqual({
      canCreateNewPolicies: true,
      canDeletePolicies: true,
      canEditPolicyProperties: false,
      canImportPolicies: false,
      canViewOtherPolicies: false,
    });
    expect(made.body.rights.firewallRights?.contextRights?.canCreateNewContexts).toBe(false);
    const { ID } = made.body;
    const changed = await ask(`roles/${ID}`, {
      rights: policies({ canDeletePolicies: false }),
      allComputers: false,
    });
    expect(changed.body).toMatchObject({ name: 'Policy makers', allComputers: false });
    expect(changed.body.rights.platformRights?.policyRights).toMatchObject({
      canCreateNewPolicies: true,
      canDeletePolicies: false,
    });
    expect((await ask(`roles/${ID}`)).body).toEqual(changed.body);
    const found = await ask('roles/search', {
      searchCriteria: [{ fieldName: 'name', stringValue: 'policy%' }],
    });
    expect(found.body.roles.map((role) => role.ID)).toEqual([ID]);
    expect((await ask('roles', { name: 'policy makers' })).body.reason).toBe('name-taken');
    expect((await ask(`roles/${ID}`, undefined, 'DELETE')).status).toBe(200);
    expect((await ask(`roles/${ID}`)).body.message).toBe('The role does not exist.');
  });

  it('that come with the service can be neither changed nor deleted', async () => {
    for (const ID of [1, 2]) {
      expect((await ask(`roles/${ID}`)).body).toMatchObject({ ID, immutable: true });
      expect((await ask(`roles/${ID}`, { name: 'mine' })).body.reason).toBe('immutable');
      expect((await ask(`roles/${ID}`, undefined, 'DELETE')).body.reason).toBe('immutable');
    }
  });

  it('in use name who has them', async () => {
    const { body: role } = await ask('roles', { name: 'Used' });
    const { body: key } = await ask('apikeys', { keyName: 'nightly', roleID: role.ID });
    const refused = await ask(`roles/${role.ID}`, undefined, 'DELETE');
    expect(refused).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('API key "nightly"') },
    });
    await ask(`apikeys/${key.ID}`, undefined, 'DELETE');
    expect((await ask(`roles/${role.ID}`, undefined, 'DELETE')).status).toBe(200);
  });

  it('without the web service are of no use to a key', async () => {
    const { body: role } = await ask('roles', { name: 'People only', allowWebService: false });
    const { body: key } = await ask('apikeys', { keyName: 'x', roleID: role.ID });
    const auth = { 'api-secret-key': key.secretKey };
    expect((await ask('apikeys/current', undefined, 'GET', auth)).body.reason).toBe('no-web-service');
  });

  it('say in the API’s words what they lack', async () => {
    const { body: role } = await ask('roles', { name: 'Nothing' });
    const { body: key } = await ask('apikeys', { keyName: 'nothing', roleID: role.ID });
    const refused = await ask('roles', undefined, 'GET', { 'api-secret-key': key.secretKey });
    expect(refused).toMatchObject({ status: 403, body: { reason: 'missing-right' } });
    expect(refused.body.message).toMatch(/^Not authorized to view administrator roles\./);
  });
});
