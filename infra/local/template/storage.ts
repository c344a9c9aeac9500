import type { Assembly } from './assembly.ts';
import type { KeyPart, QueuePart, TablePart } from './parts.ts';
import { readings } from './reading.ts';
import type { Resolve } from './resolve.ts';

/** Tables with keys, TTL and stream; an index throws until someone needs one (DESIGN: no index). */
export const tableParts = (assembly: Assembly, resolve: Resolve): TablePart[] =>
  readings(assembly, resolve, 'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table').map((read) => {
    if (read.list('GlobalSecondaryIndexes').length + read.list('LocalSecondaryIndexes').length > 0) {
      throw new Error(`${read.self('Ref')} has an index, which the local table is not made for yet`);
    }
    const ttl = read.text('TimeToLiveSpecification', 'Enabled') === 'true';
    const view = read.text('StreamSpecification', 'StreamViewType') as TablePart['streamView'];
    return {
      name: read.self('Ref'),
      arn: read.self('Arn'),
      keySchema: read.list('KeySchema') as TablePart['keySchema'],
      attributes: read.list('AttributeDefinitions') as TablePart['attributes'],
      ...(ttl ? { ttlAttribute: read.must('TimeToLiveSpecification', 'AttributeName') } : {}),
      ...(view === undefined ? {} : { streamView: view }),
    };
  });

const queueAttributes = [
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'DelaySeconds',
  'MaximumMessageSize',
  'ReceiveMessageWaitTimeSeconds',
  'FifoQueue',
  'ContentBasedDeduplication',
];

export const queueParts = (assembly: Assembly, resolve: Resolve): QueuePart[] =>
  readings(assembly, resolve, 'AWS::SQS::Queue').map((read) => {
    const attributes: Record<string, string> = {};
    for (const name of queueAttributes) {
      const value = read.text(name);
      if (value !== undefined) attributes[name] = value;
    }
    const redrive = read.raw('RedrivePolicy');
    if (redrive !== undefined) attributes.RedrivePolicy = JSON.stringify(redrive);
    return { name: read.self('QueueName'), arn: read.self('Arn'), url: read.self('Ref'), attributes };
  });

export const keyParts = (assembly: Assembly, resolve: Resolve): KeyPart[] => {
  const aliases = readings(assembly, resolve, 'AWS::KMS::Alias');
  return readings(assembly, resolve, 'AWS::KMS::Key').map((read) => {
    const id = read.self('Ref');
    const arn = read.self('Arn');
    return {
      id,
      arn,
      spec: read.text('KeySpec') ?? 'SYMMETRIC_DEFAULT',
      usage: read.text('KeyUsage') ?? 'ENCRYPT_DECRYPT',
      aliases: aliases
        .filter((alias) => [id, arn].includes(alias.must('TargetKeyId')))
        .map((alias) => alias.must('AliasName')),
    };
  });
};

export const bucketParts = (assembly: Assembly, resolve: Resolve): string[] =>
  readings(assembly, resolve, 'AWS::S3::Bucket').map((read) => read.self('Ref'));

export const mailIdentities = (assembly: Assembly, resolve: Resolve): string[] =>
  readings(assembly, resolve, 'AWS::SES::EmailIdentity').map((read) => read.must('EmailIdentity'));
