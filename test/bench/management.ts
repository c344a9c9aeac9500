import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { computerFunction } from '../../functions/computers/handlers.ts';
import { policyFunction } from '../../functions/policy/handlers.ts';
import { firewallRuleHandlers } from '../../functions/rules/firewall-rules.ts';
import { intrusionPreventionRuleHandlers } from '../../functions/rules/intrusion-prevention-rules.ts';
import { catalogueOf, starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../shared/http/api.ts';
import { documentsOf } from '../../shared/table/documents.ts';
import { createStore } from '../../shared/table/store.ts';
import { type CallOptions, call, type HttpHandler, quietLogger } from '../support/call.ts';
import { startTable, TABLE } from '../support/table.ts';
import { seedKey } from '../support/tenant.ts';
import { countUnits } from './capacity.ts';
import { line, median } from './line.ts';
import { RULES, seedLargeTenant } from './management-seed.ts';

/**
 * The management API at the size of a large tenant: what lists and searches of computers, policies and rules take of
 * the table and of a handler's time, from the event to the reply. Runs of three; the table is an emulator, so time also holds what a real one would
 * not take.
 */
const table = await startTable();
try {
  const documents = documentsOf(table.client);
  const tenant = randomUUID();
  await seedLargeTenant(documents, table.store, tenant);
  const key = await seedKey(table.store, tenant);
  // Counting looks at every item again, so it has a run for itself.
  const counting = documentsOf(table.client);
  const { units, reset } = countUnits(counting);
  const [first] = starterCatalogue.rules;
  const rules = Array.from({ length: RULES }, (_, i) => ({
    ...(first as NonNullable<typeof first>),
    ID: i + 1,
  }));
  const catalogue = catalogueOf(rules, starterCatalogue.applicationTypes);
  const functionsOver = (client: DynamoDBDocumentClient) => {
    const store = createStore(client, TABLE, Date.now);
    const deps = { store, logger: quietLogger(), now: Date.now, catalogue };
    return {
      computers: api(deps, computerFunction(deps)),
      policies: api(deps, policyFunction(deps)),
      rules: api(deps, [...intrusionPreventionRuleHandlers(deps), ...firewallRuleHandlers(deps)]),
    };
  };
  const timed = functionsOver(documents);
  const counted = functionsOver(counting);

  const ask = async (options: CallOptions, to: keyof typeof timed = 'computers') => {
    const request = { ...options, headers: { 'api-secret-key': key, ...options.headers } };
    const times: number[] = [];
    const cpu: number[] = [];
    for (let run = 0; run < 3; run++) {
      const work = timed[to];
      const watched: HttpHandler = async (event, context) => {
        const started = performance.now();
        const before = process.cpuUsage();
        const reply = await work(event, context);
        times.push(performance.now() - started);
        const { user, system } = process.cpuUsage(before);
        cpu.push((user + system) / 1000);
        return reply;
      };
      await call(watched, request);
    }
    reset();
    const answer = await call<Readonly<Record<string, unknown[]>>>(counted[to], request);
    return {
      time: median(times),
      cpu: Math.round(median(cpu)),
      read: units.read,
      status: answer.status,
      count: Object.values(answer.body)[0]?.length ?? 0,
    };
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
    ['intrusionpreventionrules', 'rules', 'name', 'own rule 19%'],
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
  found: { time: number; cpu: number; read: number; count: number },
  mostUnits: number,
  mostTime: number,
): void {
  line(`${what}, units`, found.read, 'RRU', {
    target: `at most ${mostUnits}`,
    holds: found.read <= mostUnits,
    answered: found.count,
  });
  line(`${what}, time`, found.time, 'ms', {
    target: `at most ${mostTime}`,
    holds: found.time <= mostTime,
    cpu: found.cpu,
  });
}
