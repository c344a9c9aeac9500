import { randomUUID } from 'node:crypto';
import { workExport } from '../../functions/export-work/work-export.ts';
import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { askForExport, newExport, readExport } from '../../shared/table/entities/report/export.ts';
import { quietLogger } from '../support/call.ts';
import { ordinaryHour } from '../support/host-events.ts';
import { storeBatch } from '../support/stored-batch.ts';
import { startTable } from '../support/table.ts';
import { line } from './line.ts';

/** A million events of a class written to files, step by step as the stream would bring them; nothing is uploaded. */
const HOUR = 3_600_000;
const EVENTS = 1_000_000;
const HOURS = 24;
const now = Date.now();
const newest = Math.floor(now / HOUR) * HOUR - HOUR;

const table = await startTable();
try {
  const tenant = randomUUID();
  const held = await seed(tenant);
  for (const format of ['ndjson', 'csv'] as const) await written(tenant, format, held);
} finally {
  await table.stop();
}

/** Answers how many events of the class there are, at least a million. */
async function seed(tenant: string): Promise<number> {
  let held = 0;
  for (let n = 1; held < EVENTS; n++) {
    const sealedAt = newest - (n % HOURS) * HOUR + n;
    const events = Array.from({ length: 24 }, (_, i) => ordinaryHour(sealedAt - i)).flat();
    const packets = events.filter(({ kind }) => kind === 'firewall');
    held += packets.length;
    await storeBatch(table.store, tenant, 1 + (n % 100), sealedAt, packets, { n });
  }
  return held;
}

async function written(tenant: string, format: 'ndjson' | 'csv', held: number): Promise<void> {
  const ID = `${String(now).padStart(13, '0')}-${format}`;
  await table.store.transact([
    askForExport(
      newExport(tenant, ID, {
        ...{ eventClass: 'firewall', format, created: now, createdBy: 'bench' },
        reach: { allComputers: true, unrelated: true },
        expiresAt: Math.floor(now / 1000) + 86_400,
      }),
    ),
  ]);
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  const deps = {
    ...{ store: table.store, logger: quietLogger(), now: Date.now, catalogue: starterCatalogue },
    blobs: { put: async () => undefined },
  };
  const began = performance.now();
  let item = await readExport(table.store, tenant, ID);
  while (item?.state === 'waiting') {
    await workExport(deps)({ version: 1, tenant, exportID: ID, step: item.step });
    item = await readExport(table.store, tenant, ID);
  }
  const seconds = (performance.now() - began) / 1000;
  clearInterval(watch);
  const parts = item?.parts ?? [];
  const whole = item?.state === 'done' && parts.reduce((sum, { events }) => sum + events, 0) === held;
  const more = { events: held, whole, parts: parts.length };
  line(`export of 1 million events as ${format}, time`, seconds, 's', {
    ...{ target: 'under 60', holds: whole && seconds < 60, ...more },
  });
  const megabytes = most / 1024 / 1024;
  line(`export of 1 million events as ${format}, memory`, megabytes, 'MB', {
    ...{ target: 'under 200', holds: megabytes < 200 },
  });
}
