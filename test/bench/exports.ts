import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ordinaryHour } from '../support/host-events.ts';
import { storeBatch } from '../support/stored-batch.ts';
import { startTable } from '../support/table.ts';
import { line } from './line.ts';

/**
 * A million events of a class written to files, step by step as the stream would bring them; nothing is uploaded. Each
 * run is a process of its own beside the table's, in turn with an export of a tenant that has no events.
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

const run = promisify(execFile);
const table = await startTable();
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

async function written(tenant: string, format: string): Promise<Run> {
  const file = join(import.meta.dirname, 'export-process.ts');
  const { stdout } = await run(process.execPath, ['--no-warnings', file, table.endpoint, tenant, format]);
  return JSON.parse(stdout) as Run;
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
