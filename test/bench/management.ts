import { randomUUID } from 'node:crypto';
import { computerFunction } from '../../functions/computers/handlers.ts';
import { policyFunction } from '../../functions/policy/handlers.ts';
import { firewallRuleHandlers } from '../../functions/rules/firewall-rules.ts';
import { intrusionPreventionRuleHandlers } from '../../functions/rules/intrusion-prevention-rules.ts';
import { catalogueOf, starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../shared/http/api.ts';
import { documentsOf } from '../../shared/table/documents.ts';
import { createStore } from '../../shared/table/store.ts';
import { type CallOptions, call, quietLogger } from '../support/call.ts';
import { startTable, TABLE } from '../support/table.ts';
import { seedKey } from '../support/tenant.ts';
import { countUnits } from './capacity.ts';
import { line, median } from './line.ts';
import { RULES, seedLargeTenant } from './management-seed.ts';

/**
 * The management API at the size of a large tenant: what lists and searches of computers, policies and rules take of
 * the table and of a handler's time. Runs of three; the table is an emulator, so time also holds what a real one would
 * not take.
 */
const table = await startTable();
try {
  const documents = documentsOf(table.client);
  const tenant = randomUUID();
  await seedLargeTenant(documents, table.store, tenant);
  const key = await seedKey(table.store, tenant);
  const { units, reset } = countUnits(documents);
  const store = createStore(documents, TABLE, Date.now);
  const [first] = starterCatalogue.rules;
  const rules = Array.from({ length: RULES }, (_, i) => ({
    ...(first as NonNullable<typeof first>),
    ID: i + 1,
  }));
  const catalogue = catalogueOf(rules, starterCatalogue.applicationTypes);
  const deps = { store, logger: quietLogger(), now: Date.now, catalogue };
  const functions = {
    computers: api(deps, computerFunction(deps)),
    policies: api(deps, policyFunction(deps)),
    rules: api(deps, [...intrusionPreventionRuleHandlers(deps), ...firewallRuleHandlers(deps)]),
  };

  const ask = async (options: CallOptions, to: keyof typeof functions = 'computers') => {
    const times: number[] = [];
    let read = 0;
    let status = 0;
    let count = 0;
    for (let run = 0; run < 3; run++) {
      reset();
      const started = performance.now();
      const answer = await call<Readonly<Record<string, unknown[]>>>(functions[to], {
        ...options,
        headers: { 'api-secret-key': key, ...options.headers },
      });
      times.push(performance.now() - started);
      read = units.read;
      status = answer.status;
      count = Object.values(answer.body)[0]?.length ?? 0;
    }
    return { time: median(times), read, status, count };
  };

  const none = { expand: 'none' };
  const search = (body: unknown, query: Record<string, string> = none): CallOptions => ({
    method: 'POST',
    path: '/api/computers/search',
    query,
    body,
    headers: { 'accept-encoding': 'gzip' },
  });
  const named = await ask(search({ searchCriteria: [{ fieldName: 'hostName', stringValue: '%-77%' }] }));
  report('search of all computers, expand=none', named, 300, 300);
  const listed = await ask({
    path: '/api/computers',
    query: none,
    headers: { 'accept-encoding': 'gzip' },
  });
  report('list of 5,000 computers, expand=none', listed, 300, 300);
  const page = { maxItems: 500, searchCriteria: [{ idTest: 'greater-than', idValue: 4_000 }] };
  report('page of 500 computers, expand=none', await ask(search(page)), 30, 300);
  const many = await ask(search({ maxItems: 2000 }, {}));
  line('search of 2,000 computers, expand=all, gzip', many.time, 'ms', { ...many });
  const whole = await ask({ path: '/api/computers', headers: { 'accept-encoding': 'gzip' } });
  line('list of 5,000 computers, expand=all: status', whole.status, '', {
    target: '200 packed, or 413 that says how to ask for less',
    holds: whole.status === 413 || whole.count === 5000,
    ms: Math.round(whole.time),
  });
  for (const [path, to, field, value] of [
    ['policies', 'policies', 'name', 'policy 4%'],
    ['intrusionpreventionrules', 'rules', 'CVE', '%2021-44228%'],
    ['firewallrules', 'rules', 'sourceIPValue', '198.51.100.7'],
  ] as const) {
    const packed = { headers: { 'accept-encoding': 'gzip' } };
    const everything = await ask({ path: `/api/${path}`, ...packed }, to);
    report(`list of ${path}`, everything, 300, 300);
    const by = async (body: unknown) =>
      ask({ method: 'POST', path: `/api/${path}/search`, body, ...packed }, to);
    const some = await by({ searchCriteria: [{ fieldName: field, stringValue: value }] });
    report(`search of ${path} by ${field}`, some, 300, 300);
  }
} finally {
  await table.stop();
}

function report(
  what: string,
  found: { time: number; read: number; count: number },
  mostUnits: number,
  mostTime: number,
): void {
  line(`${what}, units`, found.read, 'RRU', {
    target: `at most ${mostUnits}`,
    holds: found.read <= mostUnits,
    answered: found.count,
  });
  line(`${what}, time`, found.time, 'ms', { target: `at most ${mostTime}`, holds: found.time <= mostTime });
}
