import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { TablePart } from '../template/parts.ts';

async function exists(client: DynamoDBClient, name: string): Promise<boolean> {
  try {
    await client.send(new DescribeTableCommand({ TableName: name }));
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}

/** Creates a table with its stream and TTL, unless it is there from an earlier start. */
export async function createTable(client: DynamoDBClient, part: TablePart): Promise<void> {
  if (await exists(client, part.name)) return;
  await client.send(
    new CreateTableCommand({
      TableName: part.name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [...part.keySchema],
      AttributeDefinitions: [...part.attributes],
      ...(part.streamView === undefined
        ? {}
        : { StreamSpecification: { StreamEnabled: true, StreamViewType: part.streamView } }),
    }),
  );
  if (part.ttlAttribute === undefined) return;
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: part.name,
      TimeToLiveSpecification: { Enabled: true, AttributeName: part.ttlAttribute },
    }),
  );
}

/** The ARN by which the table's stream is read. */
export async function streamArn(client: DynamoDBClient, table: string): Promise<string> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  if (Table?.LatestStreamArn === undefined) throw new Error(`${table} has no stream`);
  return Table.LatestStreamArn;
}
