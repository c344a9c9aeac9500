import { randomUUID } from 'node:crypto';
import { askForExport, newExport, readExport } from '../../shared/table/entities/report/export.ts';
import { startBucket } from '../support/bucket.ts';
import { ordinaryHour } from '../support/host-events.ts';
import { storeBatch } from '../support/stored-batch.ts';
import { startTable, TABLE } from '../support/table.ts';
import { deployed, type Instance, startInstance } from './deployed.ts';
import { line } from './line.ts';

/**
 * A million events of a class written to files in a bucket, step by step as the queue would bring them, by the function
 * as it is deployed: its bundle, its flags, a fresh process for each run, in turn with an export of a tenant that has no
 * events.
 */
const HOUR = 3_600_000;
const EVENTS = 1_000_000;
const HOURS = 24;
const RUNS = 5;
const newest = Math.floor(Date.now() / HOUR) * HOUR - HOUR;

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
  readonly events: number;
  readonly done: boolean;
}

const [table, bucket] = await Promise.all([startTable(), startBucket()]);
const plane = await deployed();
const part = plane.functions.find((each) => each.environment.POWERTOOLS_SERVICE_NAME === 'export-work');
if (!part) throw new Error('no function export-work in the template');
const fresh = (): Instance => startInstance(part, environment);
const environment = plane.environment(
  part,
  { DYNAMODB: table.endpoint, S3: bucket.access.endpoint },
  { TABLE, BUCKET: bucket.access.bucket },
);
try {
  const tenant = randomUUID();
  const held = await seed(tenant);
  for (const format of ['ndjson', 'csv'] as const) {
    const [full, empty]: [Run[], Run[]] = [[], []];
    for (let i = 0; i < RUNS; i++) {
      empty.push(await written(randomUUID(), format));
      full.push(await written(tenant, format));
    }
    told(format, full, empty, held);
  }
} finally {
  await Promise.all([table.stop(), bucket.stop()]);
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

async function written(tenant: string, format: 'ndjson' | 'csv'): Promise<Run> {
  const ID = await asked(tenant, format);
  const instance = fresh();
  try {
    const began = performance.now();
    let megabytes = 0;
    let item = await readExport(table.store, tenant, ID);
    while (item?.state === 'waiting') {
      const body = JSON.stringify({ version: 1, tenant, exportID: ID, step: item.step });
      ({ megabytes } = await instance.invoke({ Records: [{ messageId: ID, body }] }));
      item = await readExport(table.store, tenant, ID);
    }
    const events = item?.parts.reduce((sum, each) => sum + each.events, 0) ?? 0;
    const seconds = (performance.now() - began) / 1000;
    return { seconds, megabytes, events, done: item?.state === 'done' };
  } finally {
    instance.stop();
  }
}

async function asked(tenant: string, format: 'ndjson' | 'csv'): Promise<string> {
  const created = Date.now();
  const ID = `${String(created).padStart(13, '0')}-${randomUUID()}`;
  const item = newExport(tenant, ID, {
    ...{ eventClass: 'firewall', format, created, createdBy: 'bench', searchCriteria: [] },
    reach: { allComputers: true, unrelated: true },
    expiresAt: Math.floor(created / 1000) + 86_400,
  });
  await table.store.transact([askForExport(item)]);
  return ID;
}

/** Medians of the runs; the empty export's beside them say what is not the events'. */
function told(format: string, full: readonly Run[], empty: readonly Run[], held: number): void {
  const whole = full.every(({ events, done }) => done && events === held);
  const median = (runs: readonly Run[], of: 'seconds' | 'megabytes'): number =>
    runs.map((each) => each[of]).sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? Number.NaN;
  const [seconds, megabytes] = [median(full, 'seconds'), median(full, 'megabytes')];
  const more = { events: held, whole, runs: full.length };
  line(`export of 1 million events as ${format}, time`, seconds, 's', {
    ...{ target: 'under 60', holds: whole && seconds < 60, ...more, empty: median(empty, 'seconds') },
  });
  line(`export of 1 million events as ${format}, memory`, megabytes, 'MB', {
    ...{ target: 'under 200', holds: megabytes < 200, ...more, empty: median(empty, 'megabytes') },
  });
}
