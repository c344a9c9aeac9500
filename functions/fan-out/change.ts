import type { DynamoDBRecord } from 'aws-lambda';
import { readImage } from '../../shared/queue/image.ts';

type Image = Readonly<Record<string, unknown>>;

/** A stored item that is new or became another one; what was deleted, by hand or by age, is told to nobody. */
export interface ItemChange {
  readonly event: 'INSERT' | 'MODIFY';
  readonly kind: string;
  readonly before?: Image;
  readonly after: Image;
  /** Epoch ms at which it was written, to the second; the same whenever the record comes again. */
  readonly at: number;
}

/** Reads a record of the table's stream; undefined for one that nobody waits for, whatever the filter says. */
export const readChange = (record: DynamoDBRecord): ItemChange | undefined => {
  const { eventName, dynamodb } = record;
  if ((eventName !== 'INSERT' && eventName !== 'MODIFY') || !dynamodb?.NewImage) return undefined;
  const after = readImage(dynamodb.NewImage);
  return {
    event: eventName,
    kind: String(after.kind),
    ...(dynamodb.OldImage && { before: readImage(dynamodb.OldImage) }),
    after,
    at: Math.round((dynamodb.ApproximateCreationDateTime ?? 0) * 1000),
  };
};
