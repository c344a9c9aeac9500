import { randomUUID } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { GiveUp } from './batch.ts';
import type { StreamRecord } from './record.ts';

export interface GivenUp {
  readonly records: readonly StreamRecord[];
  readonly condition: GiveUp;
  readonly attempts: number;
  readonly functionArn: string;
  readonly shardId: string;
  readonly streamArn: string;
  readonly now: Date;
}

/** What Lambda sends to the on-failure destination: where the records are, not what is in them. */
export function failureMessage(given: GivenUp): object {
  const { records } = given;
  const arrival = (record: StreamRecord | undefined): string =>
    new Date(Number(record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1_000).toISOString();
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: given.functionArn,
      condition: given.condition,
      approximateInvokeCount: given.attempts,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: given.now.toISOString(),
    DDBStreamBatchInfo: {
      shardId: given.shardId,
      startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(records[0]),
      approximateArrivalOfLastRecord: arrival(records.at(-1)),
      batchSize: records.length,
      streamArn: given.streamArn,
    },
  };
}

export async function sendFailure(client: SQSClient, queueUrl: string, given: GivenUp): Promise<void> {
  const body = JSON.stringify(failureMessage(given));
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
}
