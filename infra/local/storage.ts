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
  /** Names who reads a table's stream: what all of them have passed is forgotten. */
  readBy(table: string, reader: string): void;
  /** Tells that a reader has worked on a table's stream up to here. */
  passed(table: string, reader: string, sequenceNumber: string): void;
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
    ...pruner(records),
  };
}

function pruner(records: StreamRecords | undefined): Pick<Tables, 'readBy' | 'passed'> {
  const last = new Map<string, bigint>();
  const readers = new Map<string, Map<string, bigint>>();
  const of = (table: string): Map<string, bigint> => {
    const known = readers.get(table) ?? new Map<string, bigint>();
    readers.set(table, known);
    return known;
  };
  return {
    readBy: (table, reader) => {
      of(table).set(reader, 0n);
    },
    passed: (table, reader, sequenceNumber) => {
      of(table).set(reader, BigInt(sequenceNumber));
      const slowest = [...of(table).values()].reduce((a, b) => (b < a ? b : a));
      if (!records || slowest - (last.get(table) ?? 0n) < pruneEvery) return;
      last.set(table, slowest);
      records.prune(table, slowest);
    },
  };
}
