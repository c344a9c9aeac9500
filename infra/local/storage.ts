import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfig } from './aws/client.ts';
import type { Ending } from './ending.ts';
import { createTable } from './table/create.ts';
import { startDynoxide } from './table/dynoxide.ts';
import { type StreamRecords, streamRecords } from './table/stream-records.ts';
import type { TablePart } from './template/parts.ts';

/** The tables, wherever they are. */
export interface Tables {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** Tells that a table's stream was worked on up to here. */
  passed(table: string, sequenceNumber: string): void;
  /** Deletes what has expired; resolves to how many items, 0 where the endpoint does that itself. */
  sweepExpired(): Promise<number>;
  /** Resolves, with the reason, should the database end by itself. */
  readonly ended: Promise<string>;
}

/** DynamoDB promises to delete "within a few days"; a minute lets one see it. */
const sweepMs = 60_000;
/** The stream is cut after this many records: one deletion for many. */
const pruneEvery = 500n;

interface Options {
  readonly dataDir: string;
  readonly region: string;
  /** Names another DynamoDB than our own, e.g. DynamoDB Local. */
  readonly external: string | undefined;
  readonly tables: readonly TablePart[];
  readonly report: (message: string) => void;
  readonly ending: Ending;
}

/** Creates the template's tables in a Dynoxide of our own, or in the endpoint that is named. */
export async function openTables(options: Options): Promise<Tables> {
  const { external, region, ending, report } = options;
  const own = external === undefined ? await startDynoxide(join(options.dataDir, 'table')) : undefined;
  if (own) ending.add(own.stop);
  const endpoint = own?.endpoint ?? external ?? '';
  const client = new DynamoDBClient(clientConfig(endpoint, region));
  ending.add(() => client.destroy());
  for (const table of options.tables) await createTable(client, table);
  const records = own ? streamRecords(own.file) : undefined;
  if (records) ending.add(records.close);
  const sweepExpired = (): Promise<number> => own?.sweepExpired() ?? Promise.resolve(0);
  const timer = setInterval(() => {
    sweepExpired().catch((error: unknown) => report(`expired items: ${String(error)}`));
  }, sweepMs);
  timer.unref();
  ending.add(() => clearInterval(timer));
  return {
    endpoint,
    client,
    sweepExpired,
    ended: own?.ended ?? new Promise(() => undefined),
    passed: pruner(records),
  };
}

function pruner(records: StreamRecords | undefined): Tables['passed'] {
  const last = new Map<string, bigint>();
  return (table, sequenceNumber) => {
    const now = BigInt(sequenceNumber);
    if (!records || now - (last.get(table) ?? 0n) < pruneEvery) return;
    last.set(table, now);
    records.prune(table, now);
  };
}
