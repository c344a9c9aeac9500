import {
  type _Record,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';

/** All shards of a stream, parents before their children. */
export async function shardsInOrder(client: DynamoDBStreamsClient, streamArn: string): Promise<Shard[]> {
  const shards: Shard[] = [];
  let from: string | undefined;
  do {
    const { StreamDescription } = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ...(from ? { ExclusiveStartShardId: from } : {}) }),
    );
    shards.push(...(StreamDescription?.Shards ?? []));
    from = StreamDescription?.LastEvaluatedShardId;
  } while (from);
  const ids = new Set(shards.map((shard) => shard.ShardId));
  const ordered: Shard[] = [];
  const placed = new Set<string | undefined>();
  while (ordered.length < shards.length) {
    const next = shards.find(
      (shard) =>
        !placed.has(shard.ShardId) &&
        (!shard.ParentShardId || !ids.has(shard.ParentShardId) || placed.has(shard.ParentShardId)),
    );
    if (!next) throw new Error(`the shards of ${streamArn} are their own parents`);
    placed.add(next.ShardId);
    ordered.push(next);
  }
  return ordered;
}

export interface Page {
  readonly records: readonly _Record[];
  /** Where the next page begins; undefined when the shard is closed and read to its end. */
  readonly next: string | undefined;
}

/** Reads a shard page by page, from after a sequence number or from its beginning. */
export interface ShardReader {
  read(limit: number): Promise<Page>;
}

export function shardReader(
  client: DynamoDBStreamsClient,
  streamArn: string,
  shardId: string,
  after: string | undefined,
): ShardReader {
  let position = after;
  let iterator: string | undefined;
  const start = async (from: string | undefined): Promise<string> => {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: shardId,
        ...(from === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: from }),
      }),
    );
    if (ShardIterator === undefined) throw new Error(`no iterator for ${shardId}`);
    return ShardIterator;
  };
  return {
    read: async (limit) => {
      try {
        iterator ??= await start(position);
        const page = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: limit }));
        const records = page.Records ?? [];
        iterator = page.NextShardIterator;
        position = records.at(-1)?.dynamodb?.SequenceNumber ?? position;
        return { records, next: iterator };
      } catch (error) {
        // An iterator lives 15 minutes, a record 24 hours: begin again from the position, or from what is left.
        iterator = undefined;
        if (error instanceof TrimmedDataAccessException) iterator = await start(undefined);
        else if (!(error instanceof ExpiredIteratorException)) throw error;
        return { records: [], next: 'again' };
      }
    },
  };
}
