import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { sendEvents } from '../../functions/agent-link/send-events.ts';
import { hostEventCounts } from '../../functions/events/count-events.ts';
import { hostEventHandlers } from '../../functions/events/host-events.ts';
import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../shared/http/api.ts';
import { createStore, type Store } from '../../shared/table/store.ts';
import { call, quietLogger } from '../support/call.ts';
import { batchIDAt, ordinaryHour, sealed } from '../support/host-events.ts';
import { storeBatch } from '../support/stored-batch.ts';
import { startTable, TABLE } from '../support/table.ts';
import { seedKey } from '../support/tenant.ts';
import { countUnits } from './capacity.ts';
import { line, median } from './line.ts';

/**
 * Events at the size of a tenant of 1,000 hosts with 1,000 events a host and day: what searches and counts take of the
 * table and of a handler's time, and what intake of a batch takes of the processor. The table is an emulator on the
 * same machine, so the times of searches also hold its work.
 */
const HOUR = 3_600_000;
const HOSTS = 1000;
const RUNS = 5;
const hour = Math.floor(Date.now() / HOUR) * HOUR - HOUR;

const table = await startTable();
try {
  await searches();
  await intake();
} finally {
  await table.stop();
}

async function searches(): Promise<void> {
  const tenant = randomUUID();
  await Promise.all(
    Array.from({ length: HOSTS }, (_, i) =>
      storeBatch(table.store, tenant, i + 1, hour + 3000 * i, ordinaryHour(hour + 3000 * i)),
    ),
  );
  for (let back = 1; back < 24; back++) {
    const sealedAt = hour + 3000 - back * HOUR;
    await storeBatch(table.store, tenant, 1, sealedAt, ordinaryHour(sealedAt), { n: back + 1 });
  }
  const documents = DynamoDBDocumentClient.from(table.client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  const key = await seedKey(table.store, tenant);
  const { units, reset } = countUnits(documents);
  const handlerOver = (store: Store) => {
    const deps = { store, logger: quietLogger(), now: Date.now, catalogue: starterCatalogue };
    return api(deps, [...hostEventHandlers(deps), ...hostEventCounts(deps)]);
  };
  const plain = handlerOver(table.store);
  const counting = handlerOver(createStore(documents, TABLE, Date.now));
  const ask = async (what: string, path: string, body: object): Promise<void> => {
    const request = {
      ...{ method: 'POST', path: `/api/events/${path}`, body },
      headers: { 'api-secret-key': key, 'accept-encoding': 'gzip' },
    };
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const began = performance.now();
      await call(plain, request);
      times.push(performance.now() - began);
    }
    reset();
    const answer = await call<Record<string, unknown>>(counting, request);
    const { firewallEvents, total, next } = answer.body;
    const found = {
      count: (firewallEvents as unknown[] | undefined)?.length ?? total,
      whole: next === undefined,
    };
    line(`${what}, time`, median(times), 'ms', { target: 'at most 500', holds: median(times) <= 500, found });
    line(`${what}, units`, units.read, 'RRU');
  };
  const day = { fieldName: 'at', firstDateValue: hour + HOUR - 24 * HOUR };
  const anHour = { fieldName: 'at', firstDateValue: hour, lastDateValue: hour + HOUR };
  const host = { fieldName: 'computerID', idValue: 1 };
  const port = { fieldName: 'destinationPort', numericValue: 3389 };
  await ask('a day of one host, 1,000 events', 'firewall/search', { searchCriteria: [day, host] });
  await ask('an hour of 1,000 hosts, first page', 'firewall/search', { searchCriteria: [anHour] });
  await ask('an hour of 1,000 hosts, by port', 'firewall/search', {
    searchCriteria: [anHour, port],
    maxItems: 5000,
  });
  await ask('an hour of 1,000 hosts, by text', 'firewall/search', {
    searchCriteria: [anHour, { fieldName: 'text', stringValue: '10.11.12.13' }],
  });
  await ask('an hour of 1,000 hosts, counts', 'firewall/counts', {
    ...{ searchCriteria: [anHour], by: ['hour', 'sourceIP', 'destinationPort', 'computerID'] },
  });
}

/** The processor's time of this process for one batch; signature and table are not in it. */
async function intake(): Promise<void> {
  const store = { ...table.store, put: async () => ({ ok: true, item: undefined }) as const };
  const { run } = sendEvents({ store });
  let n = 0;
  for (const [count, target] of [
    [42, 5],
    [1000, 20],
  ] as const) {
    const now = Date.now();
    const events = Array.from({ length: Math.ceil(count / 42) }, (_, i) => ordinaryHour(now - i)).flat();
    const times: number[] = [];
    for (let i = 0; i < 60; i++) {
      const id = batchIDAt(now, ++n);
      const bytes = sealed(id, events.slice(0, count));
      const caller = { who: 'agent', tenantID: 't', computerID: 1, proof: { jti: String(n) } };
      const before = process.cpuUsage();
      await run({ caller, query: { id }, bytes, now } as never);
      const { user, system } = process.cpuUsage(before);
      if (i >= 20) times.push((user + system) / 1000);
    }
    line(`intake of ${count} events, CPU`, median(times), 'ms', {
      target: `at most ${target}`,
      holds: median(times) <= target,
    });
  }
}
