import type { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type {
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import type * as z from 'zod';

/**
 * The one Lambda handler shape for queues and streams: each record is parsed and worked on its own, in order, and
 * only those that failed come again (partial batch responses). One that never succeeds ends in the dead letter
 * queue or the failure destination, which alarm.
 */
export const consumeQueue = <T>(logger: Logger, schema: z.ZodType<T>, run: (message: T) => Promise<void>) =>
  middy<SQSEvent, SQSBatchResponse>((event: SQSEvent) =>
    eachRecord(
      logger,
      event.Records,
      (record) => record.messageId,
      (record) => run(schema.parse(JSON.parse(record.body))),
    ),
  );

/** Tenants whose records are worked on at the same time. */
const SIDE_BY_SIDE = 4;

/**
 * Records of different tenants are worked on side by side, those of one in their order: one tenant's slow record, or
 * its flood, holds up nobody else of the batch. Lambda starts again at the first failed record of a shard, so what
 * came after it is seen twice: `run` must bear that.
 */
export const consumeStream = (logger: Logger, run: (record: DynamoDBRecord) => Promise<void>) =>
  middy<DynamoDBStreamEvent, DynamoDBBatchResponse>(async ({ Records }: DynamoDBStreamEvent) => {
    const waiting = Map.groupBy(Records, tenantOf).values();
    const batchItemFailures: { itemIdentifier: string }[] = [];
    const worker = async (): Promise<void> => {
      for (const records of waiting) {
        const done = await eachRecord(logger, records, ({ dynamodb }) => dynamodb?.SequenceNumber ?? '', run);
        batchItemFailures.push(...done.batchItemFailures);
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    return { batchItemFailures };
  });

/** Every key begins with the tenant. */
const tenantOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.Keys?.pk?.S?.split('#', 1)[0] ?? '';

/** Like `consumeStream` where many records become one write: `run` is given all at once and names those that failed. */
export const consumeStreamTogether = (
  logger: Logger,
  run: (
    records: readonly DynamoDBRecord[],
    failed: (record: DynamoDBRecord, error: unknown) => void,
  ) => Promise<void>,
) =>
  middy<DynamoDBStreamEvent, DynamoDBBatchResponse>(async (event: DynamoDBStreamEvent) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    await run(event.Records, ({ dynamodb }, error) => {
      const itemIdentifier = dynamodb?.SequenceNumber ?? '';
      logger.error('record failed', { record: itemIdentifier, error: error as Error });
      batchItemFailures.push({ itemIdentifier });
    });
    return { batchItemFailures };
  });

const eachRecord = async <R>(
  logger: Logger,
  records: readonly R[],
  idOf: (record: R) => string,
  run: (record: R) => Promise<void>,
): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> => {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of records) {
    try {
      await run(record);
    } catch (error) {
      logger.error('record failed', { record: idOf(record), error: error as Error });
      batchItemFailures.push({ itemIdentifier: idOf(record) });
    }
  }
  return { batchItemFailures };
};
