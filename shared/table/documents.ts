import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * The table's client as every function has it. The SDK's own log is taken out: it copies each answer for a logger that
 * throws the copy away, a fifth of the work of a long list.
 */
export const documentsOf = (client: DynamoDBClient): DynamoDBDocumentClient => {
  client.middlewareStack.remove('loggerMiddleware');
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
};
