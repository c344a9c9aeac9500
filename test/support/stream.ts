import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';

let sequence = 0;

/** A record of the table's stream as Lambda hands it over: bytes are base64 text. */
export const streamRecord = (after: object | undefined, before?: object): DynamoDBRecord => ({
  eventID: crypto.randomUUID(),
  eventName: after === undefined ? 'REMOVE' : before === undefined ? 'INSERT' : 'MODIFY',
  eventSource: 'aws:dynamodb',
  dynamodb: {
    SequenceNumber: String(++sequence).padStart(21, '0'),
    ApproximateCreationDateTime: 1_795_435_200 + sequence,
    ...(after && { NewImage: image(after) }),
    ...(before && { OldImage: image(before) }),
  },
});

type Image = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>;

const image = (item: object): Image =>
  Object.fromEntries(
    Object.entries(marshall(item, { removeUndefinedValues: true })).map(([name, value]) => [
      name,
      value.B ? { B: Buffer.from(value.B).toString('base64') } : value,
    ]),
  ) as Image;
