import { afterAll, beforeAll, expect, it } from 'vitest';
import { computerFunction } from '../../../../functions/computers/handlers.ts';
import { allRights } from '../../../../shared/domain/access/rights.ts';
import { everywhere } from '../../../../shared/domain/access/role.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { accept } from '../../../../shared/domain/outcome.ts';
import { api } from '../../../../shared/http/api.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

let table: TestTable;
const tenant = crypto.randomUUID();
beforeAll(async () => {
  table = await startTable();
  for (const ID of [1, 2]) await seedComputer(table.store, tenant, ID, createIdentity());
});
afterAll(() => table.stop());

/** Asks as somebody whose token, which test/contract/http/person.test.ts is about, names a role of this reach. */
const ask = async (reach: object, path: string) => {
  const role = { ...keys.role(tenant, 11), kind: 'role', ID: 11, name: 'Narrow', rights: allRights };
  await table.store.put({ ...role, reach: { ...everywhere, ...reach } } as never);
  const deps = { store: table.store, logger: quietLogger(), now: Date.now, catalogue: starterCatalogue };
  const verifyPerson = async () => accept({ subject: 'ann', name: 'ann', tenantID: tenant, roleID: 11 });
  const handler = api({ ...deps, verifyPerson }, computerFunction(deps));
  return call<{ reason: string }>(handler, { path, headers: { authorization: 'Bearer token' } });
};

it('people see no further than their role', async () => {
  const narrow = { allComputers: false, computerIDs: [1] };
  expect((await ask(narrow, '/api/computers/1')).status).toBe(200);
  expect((await ask(narrow, '/api/computers/2')).status).toBe(404);
  expect((await ask({}, '/api/computers/2')).status).toBe(200);
});

it('people need a role for the user interface, and none for the API', async () => {
  expect((await ask({ allowWebService: false }, '/api/computers/1')).status).toBe(200);
  expect(await ask({ allowUserInterface: false }, '/api/computers/1')).toMatchObject({
    ...{ status: 403, body: { reason: 'no-user-interface' } },
  });
});
