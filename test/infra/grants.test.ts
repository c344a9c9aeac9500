import { readFileSync } from 'node:fs';
import { describe, expect, inject, test } from 'vitest';
import { type FunctionName, type Needs, needs } from '../../infra/needs.ts';
import { at, lambdas, ofType, readAssembly, rightsOf, statements } from './support/assembly.ts';

const dev = readAssembly(inject('dev'));
const functions = lambdas(dev);
const inTokyo = functions.filter(({ stack }) => stack.region === 'ap-northeast-1');

const allowed = dev.flatMap((stack) =>
  Object.values(stack.resources).flatMap(({ Properties: properties }) =>
    [properties?.PolicyDocument, properties?.KeyPolicy, properties?.AssumeRolePolicyDocument]
      .flatMap(statements)
      .filter(({ effect }) => effect === 'Allow'),
  ),
);

const actionsOf = (name: FunctionName, service: string): readonly string[] =>
  inTokyo
    .filter((fn) => fn.name === name)
    .flatMap(rightsOf)
    .flatMap(({ actions }) => actions)
    .filter((action) => action.startsWith(`${service}:`))
    .sort();

describe('least privilege', () => {
  test('no action is a wildcard', () => {
    expect(allowed.length).toBeGreaterThan(100);
    expect(allowed.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
  });

  test('no role uses a managed policy, and each belongs to one function', () => {
    const roles = ofType(dev, 'AWS::IAM::Role');
    const schedulers = roles.filter(({ resource }) =>
      JSON.stringify(resource.Properties.AssumeRolePolicyDocument).includes('scheduler.amazonaws.com'),
    );
    expect(schedulers).toHaveLength(2);
    expect(roles).toHaveLength(functions.length + schedulers.length);
    for (const { resource } of roles) expect(resource.Properties).not.toHaveProperty('ManagedPolicyArns');
    const used = functions.map(
      ({ stack, resource }) => `${stack.name} ${at(resource.Properties.Role, 'Fn::GetAtt', 0)}`,
    );
    expect(new Set(used).size).toBe(functions.length);
  });

  test('the only open resources: objects of our bucket, streams of our table, our schedules, senders of mail', () => {
    const open = inTokyo
      .flatMap(rightsOf)
      .flatMap(({ actions, resources }) =>
        resources
          .filter((resource) => resource.includes('*'))
          .map((resource) => [actions, resource] as const),
      );
    const kinds = open.map(([actions, resource]) => {
      if (/ImportValue[^,]*Objects.*"\/\*"/.test(resource)) return `object ${actions.join()}`;
      if (/ImportValue[^,]*Table.*"\/stream\/\*"/.test(resource)) return 'stream';
      if (resource.includes(':identity/*')) return 'identity';
      if (/:schedule\/.*SchedulesGroup[^,]*"\},"\/\*"|:schedule\/.*SchedulesGroup.*\/\*/.test(resource))
        return 'schedules of our group';
      return `unexplained: ${resource}`;
    });
    expect([...new Set(kinds)].sort()).toEqual([
      'identity',
      'object s3:DeleteObject',
      'object s3:GetObject',
      'object s3:GetObject,s3:PutObject',
      'object s3:PutObject',
      'schedules of our group',
      'stream',
    ]);
  });

  test('mail goes out under the plane’s own address only', () => {
    const mail = functions.filter(({ name }) => name === 'notify' || name === 'report').flatMap(rightsOf);
    const senders = mail.filter(({ actions }) => actions.includes('ses:SendEmail'));
    expect(senders).toHaveLength(4);
    for (const { condition } of senders) {
      expect(condition).toEqual({ StringEquals: { 'ses:FromAddress': 'virtual-patch@plane.invalid' } });
    }
  });
});

describe('schedules', () => {
  test('are made by the worker of tasks alone, and put messages on its queue under a role of their own', () => {
    const makers = functions.filter((fn) =>
      rightsOf(fn).some(({ actions }) => actions.some((action) => action.startsWith('scheduler:'))),
    );
    expect([...new Set(makers.map(({ name }) => name))]).toEqual(['task-run']);
    const passed = makers.flatMap(rightsOf).filter(({ actions }) => actions.includes('iam:PassRole'));
    expect(passed).toHaveLength(2);
    for (const { condition } of passed) {
      expect(condition).toEqual({ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } });
    }
  });
});

describe('what each function may do with the table', () => {
  const reads = ['dynamodb:GetItem', 'dynamodb:Query'];
  const writes = [
    'dynamodb:ConditionCheckItem',
    'dynamodb:DeleteItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
  ];
  const stream = [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  ];

  test('who knows callers by their API keys can count wrong secrets, and when a key was used', () => {
    const knowing = (Object.keys(needs) as FunctionName[]).filter((name) => needs[name].people);
    expect(knowing).toContain('events');
    for (const name of knowing) expect(actionsOf(name, 'dynamodb')).toEqual([...reads, ...writes].sort());
  });

  test.each((Object.keys(needs) as FunctionName[]).filter((name) => needs[name].table === 'read-write'))(
    '%s reads and writes',
    (name) => {
      const expected = [...reads, ...writes, ...(needs[name].trigger.on === 'stream' ? stream : [])];
      expect(actionsOf(name, 'dynamodb')).toEqual(expected.sort());
    },
  );

  test('the grants are what the table store sends', () => {
    const store = readFileSync('shared/table/store.ts', 'utf8');
    const sent = new Set([...store.matchAll(/new ([A-Z][A-Za-z]+)Command\(/g)].map((found) => found[1]));
    expect([...sent].sort()).toEqual(['Delete', 'Get', 'Put', 'Query', 'TransactWrite', 'Update']);
  });
});

describe('everything else is where it was asked for', () => {
  const expected = (need: Needs, service: string): string[] => {
    const bucket = {
      read: ['s3:GetObject', 's3:ListBucket'],
      write: ['s3:PutObject'],
      erase: ['s3:DeleteObject', 's3:ListBucket'],
      'read-write': ['s3:GetObject', 's3:ListBucket', 's3:PutObject'],
    };
    const key = {
      sign: 'kms:Sign',
      publish: 'kms:GetPublicKey',
      encrypt: 'kms:Encrypt',
      decrypt: 'kms:Decrypt',
    };
    const received = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
    const sends = (need.send ?? []).length > 0 || need.trigger.on === 'stream';
    return [
      ...(need.bucket ? bucket[need.bucket] : []),
      ...Object.values(need.keys ?? {}).flatMap((uses) => uses.map((use) => key[use])),
      ...(sends ? ['sqs:SendMessage'] : []),
      ...(need.trigger.on === 'queue' ? received : []),
      ...(need.waits ? ['sqs:ChangeMessageVisibility'] : []),
      ...(need.mail ? ['ses:SendEmail', 'ses:SendRawEmail'] : []),
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ].filter((action) => action.startsWith(`${service}:`));
  };

  test.each(Object.entries(needs))('%s', (name, need) => {
    for (const service of ['s3', 'kms', 'sqs', 'ses', 'logs']) {
      const granted = [...new Set(actionsOf(name as FunctionName, service))];
      expect(granted, `${name} ${service}`).toEqual([...new Set(expected(need, service))].sort());
    }
  });

  test('a key is granted for its purpose', () => {
    const keysOf = (name: FunctionName) =>
      inTokyo
        .filter((fn) => fn.name === name)
        .flatMap(rightsOf)
        .filter(({ actions }) => actions.some((action) => action.startsWith('kms:')))
        .flatMap(({ resources }) =>
          resources.map((resource) => /(Policy|Rules|Secrets)Key/.exec(resource)?.[1]),
        );
    expect(keysOf('agent-link')).toEqual(['Policy']);
    expect(keysOf('operator')).toEqual(['Rules']);
    expect(keysOf('access')).toEqual(['Secrets']);
    expect(keysOf('activation')).toEqual(['Policy', 'Rules']);
  });
});
