import { describe, expect, inject, test } from 'vitest';
import { at, list, ofType, readAssembly, statements } from './support/assembly.ts';

const dev = readAssembly(inject('dev'));
const prod = readAssembly(inject('prod'));
const both = [...dev, ...prod];

describe('table', () => {
  const tables = ofType(both, 'AWS::DynamoDB::GlobalTable');

  test('one per region', () => {
    expect(tables.map(({ stack }) => stack.name)).toEqual([
      'mvp-dev-ap-northeast-1-data',
      'mvp-dev-us-east-1-data',
      'mvp-prod-ap-northeast-1-data',
    ]);
  });

  test.each(tables)('$stack.name: keys, end of life, stream, recovery, on demand', ({ resource, stack }) => {
    expect(resource.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      Replicas: [
        {
          Region: stack.region,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          DeletionProtectionEnabled: stack.name.startsWith('mvp-prod'),
        },
      ],
    });
    expect(resource.Properties).not.toHaveProperty('GlobalSecondaryIndexes');
  });
});

describe('buckets', () => {
  const buckets = ofType(both, 'AWS::S3::Bucket');

  test.each(buckets)('$stack.name $id: encrypted, private, TLS 1.2 only', ({ id, resource, stack }) => {
    expect(resource.Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    const policy = ofType([stack], 'AWS::S3::BucketPolicy').find(
      (found) => at(found.resource.Properties.Bucket, 'Ref') === id,
    );
    const refused = statements(policy?.resource.Properties.PolicyDocument)
      .filter(({ effect }) => effect === 'Deny')
      .map(({ condition }) => condition);
    expect(refused).toEqual([
      { Bool: { 'aws:SecureTransport': 'false' } },
      { NumericLessThan: { 's3:TlsVersion': 1.2 } },
    ]);
  });

  test('what holds content is versioned and logs its accesses into the other', () => {
    for (const stack of both.filter(({ part }) => part === 'data')) {
      const [log, objects] = ofType([stack], 'AWS::S3::Bucket');
      expect(objects?.resource.Properties).toMatchObject({
        VersioningConfiguration: { Status: 'Enabled' },
        LoggingConfiguration: { DestinationBucketName: { Ref: log?.id } },
      });
      expect(at(log?.resource.Properties.LifecycleConfiguration, 'Rules', 0, 'ExpirationInDays')).toBe(30);
    }
  });
});

describe('keys', () => {
  test.each(both.filter(({ part }) => part === 'data'))('$name: one per purpose', (stack) => {
    const keys = ofType([stack], 'AWS::KMS::Key').map(({ resource }) => resource.Properties);
    expect(keys.map((key) => [key.KeySpec, key.KeyUsage, key.EnableKeyRotation])).toEqual([
      ['ECC_NIST_P256', 'SIGN_VERIFY', undefined],
      ['ECC_NIST_P256', 'SIGN_VERIFY', undefined],
      [undefined, undefined, true],
    ]);
  });

  test('a signing key cannot be made to encrypt, nor the secrets key to sign', () => {
    const uses = ofType(dev, 'AWS::KMS::Key').map(({ resource }) =>
      statements(resource.Properties.KeyPolicy)
        .flatMap(({ actions }) => actions)
        .filter((action) => /^kms:(Sign|Encrypt|Decrypt|GenerateDataKey|ReEncrypt)/.test(action)),
    );
    const purposes = [['kms:Sign'], ['kms:Sign'], ['kms:Decrypt', 'kms:Encrypt']];
    expect(uses).toEqual([...purposes, ...purposes]);
  });
});

describe('what outlives a stack', () => {
  const stateful = [
    'AWS::DynamoDB::GlobalTable',
    'AWS::S3::Bucket',
    'AWS::KMS::Key',
    'AWS::Cognito::UserPool',
  ];

  test.each(stateful)('%s stays in production, goes elsewhere', (type) => {
    expect(new Set(ofType(prod, type).map(({ resource }) => resource.DeletionPolicy))).toEqual(
      new Set(['Retain']),
    );
    expect(new Set(ofType(dev, type).map(({ resource }) => resource.DeletionPolicy))).toEqual(
      new Set(['Delete']),
    );
  });
});

describe('people', () => {
  test('nobody signs up, everyone has a second factor, nobody moves into another tenant', () => {
    const pools = ofType(both, 'AWS::Cognito::UserPool');
    expect(pools).toHaveLength(3);
    for (const { resource } of pools) {
      expect(resource.Properties).toMatchObject({
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        MfaConfiguration: 'ON',
      });
      const names = list(resource.Properties.Schema).map((attribute) => at(attribute, 'Name'));
      expect(names).toEqual(['email', 'tenant', 'roleID']);
    }
    for (const { resource } of ofType(both, 'AWS::Cognito::UserPoolClient')) {
      expect(resource.Properties.WriteAttributes).toEqual(['locale', 'name']);
      expect(resource.Properties.ReadAttributes).toEqual(
        expect.arrayContaining(['custom:roleID', 'custom:tenant']),
      );
    }
  });
});
