import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { policyHandlers } from '../../../../functions/policy/policies.ts';
import { firewallRuleHandlers } from '../../../../functions/rules/firewall-rules.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { MOST_FIREWALL_RULES, MOST_POLICIES } from '../../../../shared/domain/policy/limits.ts';
import { api } from '../../../../shared/http/api.ts';
import { newObject } from '../../../../shared/table/entities/object/object.ts';
import { listFirewallRules } from '../../../../shared/table/entities/policy/firewall-rule.ts';
import { listPolicies } from '../../../../shared/table/entities/policy/policy.ts';
import { keys } from '../../../../shared/table/keys.ts';
import type { Item } from '../../../../shared/table/store.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedKey } from '../../../support/tenant.ts';

let table: TestTable;
let policies: HttpHandler;
let rules: HttpHandler;
beforeAll(async () => {
  table = await startTable();
  const deps = { store: table.store, logger: quietLogger(), now: Date.now, catalogue: starterCatalogue };
  policies = api(deps, policyHandlers(deps));
  rules = api(deps, firewallRuleHandlers(deps));
});
afterAll(() => table.stop());

let tenant: string;
let headers: { 'api-secret-key': string };
beforeEach(async () => {
  tenant = randomUUID();
  headers = { 'api-secret-key': await seedKey(table.store, tenant) };
});

/** Written past the API, below the counters' first ids, so that the test need not make them one by one. */
const fill = async (count: number, item: (i: number) => Item) => {
  for (let from = 0; from < count; from += 100) {
    const puts = Array.from({ length: Math.min(100, count - from) }, (_, i) => ({ put: item(from + i) }));
    await table.store.transact(puts);
  }
};

it('a tenant keeps a bounded number of policies, and may change one when it has them all', async () => {
  await fill(MOST_POLICIES - 1, (i) => ({
    ...keys.policy(tenant, 1_000_000 + i),
    ...{ kind: 'policy', tenant, ID: 1_000_000 + i, revision: 1, name: `p${i}` },
    ...{ firewallRuleIDs: [], ipsRuleIDs: [] },
  }));
  const create = (name: string) => call(policies, { path: '/api/policies', headers, body: { name } });
  const last = await create('the last');
  expect(last.status).toBe(200);
  expect(await create('one more')).toMatchObject({ status: 409, body: { reason: 'too-many' } });
  expect(await listPolicies(table.store, tenant)).toHaveLength(MOST_POLICIES);
  const path = `/api/policies/${last.body.ID}`;
  expect((await call(policies, { path, headers, body: { name: 'renamed' } })).status).toBe(200);
});

it('a tenant keeps a bounded number of firewall rules, and may change one when it has them all', async () => {
  const create = (name: string) => call(rules, { path: '/api/firewallrules', headers, body: { name } });
  const first = await create('the first');
  const [pattern] = await listFirewallRules(table.store, tenant);
  await fill(MOST_FIREWALL_RULES - 1, (i) =>
    newObject(tenant, 'firewallrules', 1 + i, { ...pattern, name: `r${i}` }),
  );
  expect(await create('one more')).toMatchObject({ status: 409, body: { reason: 'too-many' } });
  expect(await listFirewallRules(table.store, tenant)).toHaveLength(MOST_FIREWALL_RULES);
  const path = `/api/firewallrules/${first.body.ID}`;
  expect((await call(rules, { path, headers, body: { name: 'renamed' } })).status).toBe(200);
});
