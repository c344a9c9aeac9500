import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { computerFunction } from '../../../../functions/computers/handlers.ts';
import { compileAll } from '../../../../functions/fan-out/compile-policy.ts';
import { policyFunction } from '../../../../functions/policy/handlers.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import type { HostConfig } from '../../../../shared/domain/policy/host-config.ts';
import { api } from '../../../../shared/http/api.ts';
import { contentName } from '../../../../shared/ports/blob.ts';
import { readHead } from '../../../../shared/table/entities/policy/policy.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

/** IPS-2: one rule of one policy or computer only detects, and that is what its hosts are given. */
let table: TestTable;
let tenant: TestTenant;
let policies: HttpHandler;
let computers: HttpHandler;
const contents = new Map<string, Uint8Array>();
const [first, second] = starterCatalogue.rules.filter(({ detectOnly }) => !detectOnly).map(({ ID }) => ID);
beforeAll(async () => {
  table = await startTable();
  tenant = await commerce(table.store).subscribed(5);
  const deps = { store: table.store, logger: quietLogger(), now: Date.now, catalogue: starterCatalogue };
  policies = api(deps, policyFunction(deps));
  computers = api(deps, computerFunction(deps));
});
afterAll(() => table.stop());

const ask = async (handler: HttpHandler, path: string, body?: object, method?: string) => {
  const answer = await call<{ ID: number; detectOnly: boolean }>(handler, {
    path: `/api/${path}`,
    headers: tenant.auth,
    body,
    ...(method && { method }),
  });
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
};

/** By rule: whether the hosts that follow this head only detect it. */
const given = async (head: string): Promise<Record<number, boolean>> => {
  const blobs = {
    put: async (name: string, bytes: Uint8Array) => void contents.set(name, bytes),
    get: async () => undefined,
  };
  await compileAll({ store: table.store, blobs, now: Date.now }, tenant.guid);
  const hash = (await readHead(table.store, tenant.guid, head))?.hash ?? 'none';
  const bytes = contents.get(contentName(tenant.guid, hash));
  if (!bytes) throw new Error(`${head} has no content`);
  const config = JSON.parse(zstdDecompressSync(bytes).toString()) as HostConfig;
  expect(config.intrusionPrevention.state).toBe('prevent');
  return Object.fromEntries(config.intrusionPrevention.rules.map(({ ID, detectOnly }) => [ID, detectOnly]));
};

it('a rule that a policy, or a computer by itself, sets to detect is compiled so, and back', async () => {
  const rules = [Number(first), Number(second)];
  const ips = { state: 'prevent', ruleIDs: rules };
  const policy = await ask(policies, 'policies', { name: 'Web', intrusionPrevention: ips });
  const other = await ask(policies, 'policies', { name: 'Mail', intrusionPrevention: ips });
  const computer = await ask(computers, 'computers', { hostName: 'one.example', policyID: policy.ID });
  const ofPolicy = `policies/${policy.ID}/intrusionprevention/rules/${first}`;
  const ofComputer = `computers/${computer.ID}/intrusionprevention/rules/${second}`;

  expect((await ask(policies, ofPolicy, { detectOnly: true })).detectOnly).toBe(true);
  expect((await ask(computers, ofComputer, { detectOnly: true })).detectOnly).toBe(true);
  const [one, two] = rules as [number, number];
  expect(await given(`p${policy.ID}`)).toMatchObject({ [one]: true, [two]: false });
  expect(await given(`p${other.ID}`)).toMatchObject({ [one]: false, [two]: false });
  expect(await given(`c${computer.ID}`)).toMatchObject({ [one]: true, [two]: true });

  await ask(policies, ofPolicy, undefined, 'DELETE');
  expect(await given(`p${policy.ID}`)).toMatchObject({ [one]: false, [two]: false });
  expect(await given(`c${computer.ID}`)).toMatchObject({ [one]: false, [two]: true });
});
