import { afterAll, beforeAll, expect, it } from 'vitest';
import { compilePolicy } from '../../../../functions/fan-out/compile-policy.ts';
import { policyFunction } from '../../../../functions/policy/handlers.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { canonicalJson } from '../../../../shared/domain/policy/canonical.ts';
import { api } from '../../../../shared/http/api.ts';
import { readHead } from '../../../../shared/table/entities/policy/policy.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { commerce } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

/** A change of a parent reaches every computer below by the heads that hosts follow, not by writing to each of them. */
let table: TestTable;
let policies: HttpHandler;
beforeAll(async () => {
  table = await startTable();
  const deps = { store: table.store, logger: quietLogger(), now: Date.now, catalogue: starterCatalogue };
  policies = api(deps, policyFunction(deps));
});
afterAll(() => table.stop());

const blobs = { put: async () => undefined, get: async () => undefined };

/** Keys of the items that a change of the parent policy wrote, and whether the child's hosts got something new. */
const changeAbove = async (computers: number) => {
  const tenant = await commerce(table.store).subscribed(computers);
  const save = async (path: string, body: object): Promise<number> => {
    const answer = await call<{ ID: number }>(policies, { path: `/api/${path}`, headers: tenant.auth, body });
    expect(answer).toMatchObject({ status: 200 });
    return answer.body.ID;
  };
  const parent = await save('policies', { name: 'Parent' });
  const child = await save('policies', { name: 'Child', parentID: parent });
  for (let ID = 1; ID <= computers; ID++) {
    await seedComputer(table.store, tenant.guid, ID, createIdentity(), { policyID: child });
  }
  const deps = { store: table.store, blobs, now: Date.now };
  await compilePolicy(deps, tenant.guid, parent);
  const head = () => readHead(table.store, tenant.guid, `p${child}`);
  const [before, old] = [await table.dump(), await head()];

  await save(`policies/${parent}`, { intrusionPrevention: { state: 'detect', ruleIDs: [1] } });
  await compilePolicy(deps, tenant.guid, parent);
  const [after, fresh] = [await table.dump(), await head()];
  const written = Object.keys(after).filter(
    (key) => canonicalJson(after[key]) !== canonicalJson(before[key]),
  );
  return { written: written.length, reached: fresh?.hash !== undefined && fresh.hash !== old?.hash };
};

it('writes the same however many computers are below', async () => {
  const few = await changeAbove(5);
  const many = await changeAbove(150);
  expect(few.reached && many.reached).toBe(true);
  expect(few.written).toBeGreaterThan(0);
  expect(many.written).toBe(few.written);
});
