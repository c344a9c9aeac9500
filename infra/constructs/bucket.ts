import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { DELTAS, FILE_DAYS, FILES } from '../../shared/ports/blob.ts';
import { acknowledge } from './acknowledge.ts';

/** By then a fleet has what is new, and who comes later makes the delta again. */
const DELTA_DAYS = 3;

/** Catalogues, compiled policies and exports; versioned, private, TLS only, its accesses logged beside it. */
export function objectBucket(scope: Construct, keep: boolean, logDays: number): Bucket {
  const shared: BucketProps = {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  };
  const accessLog = new Bucket(scope, 'ObjectLog', {
    ...shared,
    lifecycleRules: [{ expiration: Duration.days(logDays) }],
  });
  acknowledge(accessLog, 'S1', 'It is the access log: logging itself would never end.');
  return new Bucket(scope, 'Objects', {
    ...shared,
    versioned: true,
    serverAccessLogsBucket: accessLog,
    lifecycleRules: [
      { prefix: DELTAS, expiration: Duration.days(DELTA_DAYS) },
      {
        abortIncompleteMultipartUploadAfter: Duration.days(7),
        noncurrentVersionExpiration: Duration.days(30),
      },
      {
        prefix: FILES,
        expiration: Duration.days(FILE_DAYS),
        noncurrentVersionExpiration: Duration.days(1),
      },
    ],
  });
}
