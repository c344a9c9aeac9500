import { randomUUID } from 'node:crypto';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { computerFunction } from '../../functions/computers/handlers.ts';
import { catalogueOf, starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../shared/http/api.ts';
import type { ComputerItem } from '../../shared/table/entities/computer.ts';
import { BLOCK_SIZE, blockOf, packRows, rowOf } from '../../shared/table/entities/computer-block.ts';
import type { HostItem } from '../../shared/table/entities/host.ts';
import { writeSeenHosts } from '../../shared/table/entities/seen-hosts.ts';
import { HOST_SHARDS, keys } from '../../shared/table/keys.ts';
import { createStore } from '../../shared/table/store.ts';
import { type CallOptions, call, type HttpHandler, quietLogger } from '../support/call.ts';
import { startTable, TABLE } from '../support/table.ts';
import { seedKey } from '../support/tenant.ts';
import { countUnits } from './capacity.ts';
import { line, median } from './line.ts';

/**
 * The management API at the size of a large tenant: what lists and searches of computers take of the table and of a
 * handler's time. Runs of three; the table is an emulator, so time also holds what a real one would not take.
 */
const COMPUTERS = 10_000;
const POLICIES = 500;
const RULES = 8_000;

const table = await startTable();
try {
  const documents = DynamoDBDocumentClient.from(table.client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  const tenant = randomUUID();
  await seed(tenant);
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
  const handler = api(deps, computerFunction(deps)) as HttpHandler;

  const ask = async (options: CallOptions) => {
    const times: number[] = [];
    let read = 0;
    let status = 0;
    let count = 0;
    for (let run = 0; run < 3; run++) {
      reset();
      const started = performance.now();
      const answer = await call<{ computers?: unknown[] }>(handler, {
        ...options,
        headers: { 'api-secret-key': key, ...options.headers },
      });
      times.push(performance.now() - started);
      read = units.read;
      status = answer.status;
      count = answer.body.computers?.length ?? 0;
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

async function seed(tenant: string): Promise<void> {
  const items: object[] = [];
  for (let ID = 1; ID <= POLICIES; ID++) {
    items.push({
      ...keys.policy(tenant, ID),
      kind: 'policy',
      tenant,
      ID,
      revision: 1,
      name: `policy ${ID}`,
      ...(ID > 10 && { parentID: 1 + (ID % 10) }),
      firewallRuleIDs: [],
      ipsState: 'prevent',
      ipsRuleIDs: Array.from({ length: 30 }, (_, i) => 1 + ((ID * 37 + i * 11) % RULES)).sort(
        (a, b) => a - b,
      ),
    });
  }
  const computers = Array.from({ length: COMPUTERS }, (_, i) => computerAt(tenant, i + 1));
  const hosts = computers.map(({ ID, policyID }) => hostAt(tenant, ID, policyID));
  items.push(...computers, ...hosts);
  for (let block = 0; block <= blockOf(COMPUTERS); block++) {
    const rows = computers.filter(({ ID }) => blockOf(ID) === block).map(rowOf);
    items.push({
      ...keys.computerBlock(tenant, block),
      kind: 'computer-block',
      tenant,
      revision: BLOCK_SIZE,
      packed: packRows(rows),
    });
  }
  for (let shard = 0; shard < HOST_SHARDS; shard++) {
    await writeSeenHosts(
      table.store,
      tenant,
      shard,
      hosts.filter(({ ID }) => ID % HOST_SHARDS === shard),
      Date.now(),
    );
  }
  const documents = DynamoDBDocumentClient.from(table.client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  for (let i = 0; i < items.length; i += 25) {
    const batch = items.slice(i, i + 25).map((Item) => ({ PutRequest: { Item } }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [TABLE]: batch } }));
  }
}

/** What is random on a real computer is random here, or it would pack too well. */
function computerAt(tenant: string, ID: number): ComputerItem {
  return {
    ...keys.computer(tenant, ID),
    kind: 'computer',
    ID,
    hostGUID: randomUUID().toUpperCase(),
    hostName: `ip-10-${ID % 7}-${ID % 251}-${ID}.ap-northeast-1.compute.internal`,
    displayName: ID % 3 === 0 ? `web server ${ID}` : '',
    description: '',
    platform: ID % 2 ? 'Debian GNU/Linux 12' : 'Red Hat Enterprise Linux 9.4 (Plow)',
    kernel: '6.1.0-18-amd64',
    architecture: 'x64',
    agentVersion: '0.1.0',
    lastIPUsed: `203.0.113.${ID % 250}`,
    addresses: [`10.${ID % 7}.${ID % 251}.${ID % 241}`, `fe80::${ID.toString(16)}`],
    problems: [],
    groupID: 0,
    policyID: 1 + (ID % POLICIES),
    agentFingerPrint: Buffer.from(randomUUID() + randomUUID())
      .toString('base64url')
      .slice(0, 43),
    activated: Date.now() - ID,
  };
}

function hostAt(tenant: string, ID: number, policyID: number): HostItem {
  return {
    ...keys.host(tenant, ID),
    kind: 'host',
    tenant,
    ID,
    key: Buffer.from(randomUUID()).toString('base64url').slice(0, 43),
    thumbprint: Buffer.from(randomUUID()).toString('base64url').slice(0, 43),
    machine: randomUUID(),
    counter: ID,
    seen: Date.now() - Math.floor(Math.random() * 600_000),
    offline: false,
    head: `p${policyID}`,
    sequence: 1,
    appliedSequence: 1,
    modules: 'off/prevent',
  };
}
