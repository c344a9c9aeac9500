import { describe, expect, it } from 'vitest';
import type { Assembly, Resource } from './assembly.ts';
import { resolver } from './resolve.ts';

const resource = (stack: string, logicalId: string, type: string, properties = {}): Resource => ({
  stack,
  logicalId,
  type,
  properties,
  metadata: {},
});

const assembly: Assembly = {
  dir: '/out',
  region: 'eu-test-1',
  resources: [
    resource('data', 'Table', 'AWS::DynamoDB::GlobalTable'),
    resource('data', 'Key', 'AWS::KMS::Key'),
    resource('work', 'Jobs', 'AWS::SQS::Queue', {
      QueueName: { 'Fn::Join': ['-', ['jobs', { Ref: 'AWS::Region' }]] },
    }),
    resource('work', 'Topic', 'AWS::SNS::Topic'),
    resource('work', `Fn${'x'.repeat(80)}`, 'AWS::Lambda::Function'),
  ],
  exports: new Map([['data:Name', { stack: 'data', value: { Ref: 'Table' } }]]),
};

const resolve = resolver(assembly, {
  region: 'eu-test-1',
  sqsEndpoint: 'http://127.0.0.1:1',
  apiEndpoint: 'http://127.0.0.1:2',
  issuer: 'http://127.0.0.1:3',
  clientId: 'console',
  keyId: ({ logicalId }) => `id-of-${logicalId}`,
});

describe('resolver', () => {
  it.each([
    ['a plain value', { a: [1, true, 'x', null] }, { a: [1, true, 'x', null] }],
    ['Ref', { Ref: 'Jobs' }, 'http://127.0.0.1:1/000000000000/jobs-eu-test-1'],
    [
      'pseudo parameters',
      { 'Fn::Join': [':', [{ Ref: 'AWS::Partition' }, { Ref: 'AWS::AccountId' }]] },
      'aws:000000000000',
    ],
    ['GetAtt', { 'Fn::GetAtt': ['Jobs', 'Arn'] }, 'arn:aws:sqs:eu-test-1:000000000000:jobs-eu-test-1'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Jobs.QueueName' }, 'jobs-eu-test-1'],
    ['another stack', { 'Fn::ImportValue': 'data:Name' }, 'data-Table'],
    [
      'Sub',
      { 'Fn::Sub': '${AWS::Region}/${Jobs.QueueName}/${!literal}' },
      'eu-test-1/jobs-eu-test-1/${literal}',
    ],
    ['Sub with its own names', { 'Fn::Sub': ['${a}', { a: { Ref: 'AWS::Region' } }] }, 'eu-test-1'],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['-', { Ref: 'AWS::Region' }] }] }, 'test'],
    [
      'nested',
      { x: [{ y: { 'Fn::Join': ['', ['a', { Ref: 'AWS::URLSuffix' }]] } }] },
      { x: [{ y: 'aamazonaws.com' }] },
    ],
  ])('resolves %s', (_name, value, expected) => {
    expect(resolve('work', value)).toEqual(expected);
  });

  it.each([
    ['a function it does not know', { 'Fn::If': ['c', 1, 2] }, /Fn::If/],
    ['a resource of another stack', { Ref: 'Table' }, /Table/],
    ['an export nobody made', { 'Fn::ImportValue': 'none' }, /none/],
    ['a type without a meaning here', { Ref: 'Topic' }, /SNS::Topic/],
    ['an attribute without a meaning here', { 'Fn::GetAtt': ['Jobs', 'Colour'] }, /Colour/],
  ])('throws on %s', (_name, value, message) => {
    expect(() => resolve('work', value)).toThrow(message);
  });

  it('cuts names to what the service takes, and keeps them apart', () => {
    const name = resolve('work', { Ref: `Fn${'x'.repeat(80)}` });
    expect(name).toMatch(/^work-Fnx+-[0-9a-f]{8}$/);
    expect(String(name)).toHaveLength(64);
  });

  it('asks for the id of a key', () => {
    expect(resolve('data', { 'Fn::GetAtt': ['Key', 'Arn'] })).toBe(
      'arn:aws:kms:eu-test-1:000000000000:key/id-of-Key',
    );
  });
});
