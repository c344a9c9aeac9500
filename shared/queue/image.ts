import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';

/** Lambda hands bytes over as base64 text, the table's own client as bytes. */
export const readImage = (
  image: NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>,
): Readonly<Record<string, unknown>> => {
  const attributes = Object.entries(image).map(([name, value]) => [
    name,
    typeof value.B === 'string' ? { B: Buffer.from(value.B, 'base64') } : value,
  ]);
  return unmarshall(Object.fromEntries(attributes) as Record<string, AttributeValue>);
};
