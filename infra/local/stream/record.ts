import type { _Record } from '@aws-sdk/client-dynamodb-streams';

/** A stream record as Lambda hands it to a function (only what the machine itself reads is typed). */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly dynamodb: { readonly SequenceNumber: string } & Readonly<Record<string, unknown>>;
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: 'dynamodb.amazonaws.com' };
}

/** Bytes back to base64 and times to epoch seconds: the SDK decoded what Lambda leaves as it came. */
function asSent(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date) return value.getTime() / 1_000;
  if (Array.isArray(value)) return value.map(asSent);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => [name, asSent(each)]),
  );
}

/** The Lambda form of what GetRecords returned; region and ARN are the template's, not the emulation's. */
export function streamRecord(record: _Record, sourceArn: string, region: string): StreamRecord {
  const change = asSent(record.dynamodb ?? {}) as Record<string, unknown>;
  return {
    eventID: record.eventID ?? '',
    eventName: record.eventName ?? '',
    ...{ eventVersion: '1.1', eventSource: 'aws:dynamodb', awsRegion: region, eventSourceARN: sourceArn },
    dynamodb: { ...change, SequenceNumber: record.dynamodb?.SequenceNumber ?? '0' },
    ...(record.userIdentity
      ? { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }
      : {}),
  };
}
