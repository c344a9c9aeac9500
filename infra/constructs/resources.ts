import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { KeyPurpose, QueueName } from '../needs.ts';
import type { FixedEgress } from './fixed-egress.ts';
import type { Schedules } from './schedules.ts';
import type { PlaneTable } from './table.ts';

/** Where signed-in people come from: an OpenID Connect issuer. */
export interface People {
  readonly issuer: string;
  readonly audience: string;
  readonly jwks: string;
}

/** The sender of the plane's mails and the right to be it. */
export interface Mail {
  readonly from: string;
}

/** What functions may need; a stack without queues simply has none to give. */
export interface Resources {
  readonly table: PlaneTable;
  readonly bucket: IBucket;
  readonly keys: Readonly<Record<KeyPurpose, IKey>>;
  readonly people: People;
  readonly mail: Mail;
  readonly schedules?: Schedules;
  /** Absent: whatever goes out has the cloud's changing addresses. */
  readonly egress?: FixedEgress;
  readonly queues: Partial<Readonly<Record<QueueName, IQueue>>>;
}
