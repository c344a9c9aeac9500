import { describe, expect, inject, test } from 'vitest';
import { needs } from '../../infra/needs.ts';
import { at, type Json, lambdas, list, ofType, readAssembly } from './support/assembly.ts';

const dev = readAssembly(inject('dev'));
const workers = dev.filter(({ part }) => part === 'workers');
const queues = ofType(dev, 'AWS::SQS::Queue');
const mappings = ofType(dev, 'AWS::Lambda::EventSourceMapping');

const nameOf = (id: Json | undefined): string | undefined => lambdas(dev).find((fn) => fn.id === id)?.name;

describe('queues', () => {
  test.each(queues)('$stack.name $id: encrypted, TLS only, kept two weeks', ({ id, resource, stack }) => {
    expect(resource.Properties).toMatchObject({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1209600,
    });
    const policy = ofType([stack], 'AWS::SQS::QueuePolicy').find(
      (found) => at(found.resource.Properties.Queues, 0, 'Ref') === id,
    );
    expect(at(policy?.resource.Properties.PolicyDocument, 'Statement', 0)).toMatchObject({
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test.each(workers)(
    '$name: work gives up into its own dead-letter queue after five attempts, or fifty',
    (stack) => {
      const redriven = ofType([stack], 'AWS::SQS::Queue').filter(
        ({ resource }) => resource.Properties.RedrivePolicy,
      );
      expect(redriven.map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
        'OrdersQueue',
        'NotifyQueue',
        'DeliverQueue',
        'TasksQueue',
        'ReportsQueue',
        'ExportsQueue',
      ]);
      const targets = redriven.map(({ id, resource }) => {
        // What a tenant's own server does not take waits for it about two days.
        const attempts = id.startsWith('Deliver') ? 50 : 5;
        expect(at(resource.Properties.RedrivePolicy, 'maxReceiveCount')).toBe(attempts);
        return at(resource.Properties.RedrivePolicy, 'deadLetterTargetArn', 'Fn::GetAtt', 0);
      });
      expect(new Set(targets).size).toBe(6);
      for (const target of targets) expect(stack.resources).toHaveProperty(String(target));
    },
  );

  test('a message stays hidden for at least six runs of who works on it', () => {
    const consumed = mappings.filter(({ resource }) => at(resource.Properties.EventSourceArn, 'Fn::GetAtt'));
    expect(consumed).toHaveLength(12);
    for (const { resource, stack } of consumed) {
      const queue = stack.resources[String(at(resource.Properties.EventSourceArn, 'Fn::GetAtt', 0))];
      const fn = stack.resources[String(at(resource.Properties.FunctionName, 'Ref'))];
      expect(Number(queue?.Properties.VisibilityTimeout)).toBeGreaterThanOrEqual(
        6 * Number(fn?.Properties.Timeout),
      );
    }
  });
});

describe('what sets workers off', () => {
  test('every mapping takes partial failures', () => {
    const fed = Object.values(needs).filter(
      ({ trigger }) => trigger.on === 'queue' || trigger.on === 'stream',
    );
    expect(mappings).toHaveLength(2 * fed.length);
    for (const { resource } of mappings) {
      expect(resource.Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
  });

  test.each(workers)('$name: each worker has exactly the trigger that it declares', (stack) => {
    const triggers = ofType([stack], 'AWS::Lambda::EventSourceMapping').map(({ resource }) => {
      const source = JSON.stringify(resource.Properties.EventSourceArn);
      return [
        nameOf(at(resource.Properties.FunctionName, 'Ref')),
        /StreamArn/.test(source) ? 'stream' : 'queue',
      ];
    });
    const beats = ofType([stack], 'AWS::Events::Rule').map(({ resource }) => {
      const name = nameOf(at(resource.Properties.Targets, 0, 'Arn', 'Fn::GetAtt', 0));
      const hourly = name === 'billing';
      expect(resource.Properties.ScheduleExpression).toBe(hourly ? 'cron(20 * * * ? *)' : 'rate(5 minutes)');
      return [name, 'schedule'];
    });
    const declared = lambdas([stack]).map(({ name }) => [name, needs[name as keyof typeof needs].trigger.on]);
    expect([...triggers, ...beats].sort()).toEqual(declared.sort());
  });

  test('poison records are split off, retried a bounded time, and end in a queue', () => {
    const streams = mappings.filter(({ resource }) => resource.Properties.StartingPosition);
    expect(streams.map(({ resource }) => nameOf(at(resource.Properties.FunctionName, 'Ref'))).sort()).toEqual(
      ['fan-out', 'fan-out', 'tally', 'tally'],
    );
    for (const { resource, stack } of streams) {
      expect(resource.Properties).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 10,
        MaximumRecordAgeInSeconds: 43200,
      });
      const destination = at(
        resource.Properties.DestinationConfig,
        'OnFailure',
        'Destination',
        'Fn::GetAtt',
        0,
      );
      expect(stack.resources[String(destination)]?.Type).toBe('AWS::SQS::Queue');
    }
  });

  // Lambda would keep the order of each item then, but not that of a tenant's items among each other.
  test('a shard’s batches are worked on one after the other', () => {
    const factors = mappings.map(({ resource }) => resource.Properties.ParallelizationFactor ?? 1);
    expect(new Set(factors)).toEqual(new Set([1]));
  });
});

describe('stream filters', () => {
  const patternsOf = (name: string) => {
    const stream = mappings.find(
      ({ resource }) =>
        resource.Properties.StartingPosition && nameOf(at(resource.Properties.FunctionName, 'Ref')) === name,
    );
    return list(at(stream?.resource.Properties.FilterCriteria, 'Filters')).map((filter) =>
      JSON.parse(String(at(filter, 'Pattern'))),
    );
  };
  const patterns = patternsOf('fan-out');
  const record = (eventName: string, image: object, old: object = {}) => ({
    eventName,
    dynamodb: { NewImage: image, OldImage: old },
  });
  const kind = (name: string, more: object = {}) => ({ kind: { S: name }, ...more });
  const offline = (value: boolean) => kind('host', { offline: { BOOL: value } });

  /** Lambda's rule for plain patterns: each leaf is a list of values, one of which must stand in the record. */
  const matches = (pattern: Json, value: Json | undefined): boolean =>
    Array.isArray(pattern)
      ? pattern.some((allowed) => allowed === value)
      : Object.entries(pattern as object).every(([key, below]) => matches(below, at(value, key)));
  const wakes = (value: object): boolean => patterns.some((pattern) => matches(pattern, value as Json));

  test('only new batches are added up, a minute at once', () => {
    expect(patternsOf('tally')).toEqual([
      { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['batch'] } } } },
    ]);
    for (const { resource } of mappings) {
      if (nameOf(at(resource.Properties.FunctionName, 'Ref')) !== 'tally') continue;
      expect(resource.Properties).toMatchObject({ BatchSize: 1000, MaximumBatchingWindowInSeconds: 60 });
    }
  });

  test('no more than a mapping may have without a raised quota', () => {
    expect(patterns.length).toBeLessThanOrEqual(5);
  });

  test.each([
    ['an order is accepted', record('INSERT', kind('order', { state: { S: 'accepted' } }))],
    ['an order is done', record('MODIFY', kind('order', { state: { S: 'done' } }))],
    ['an order is undone', record('MODIFY', kind('order', { state: { S: 'undone' } }))],
    ['an order is accepted again', record('MODIFY', kind('order', { state: { S: 'accepted' } }))],
    ['events arrive', record('INSERT', kind('batch'))],
    ['a system event is written', record('INSERT', kind('system-event'))],
    ['an alert is raised', record('INSERT', kind('alert'))],
    ['an alert changes', record('MODIFY', kind('alert'))],
    ['a policy is made', record('INSERT', kind('policy'))],
    ['a policy changes', record('MODIFY', kind('policy'))],
    ['a rule or list changes', record('MODIFY', kind('object'))],
    ['maintenance is withdrawn', record('MODIFY', kind('maintenance'))],
    ['a seat is taken', record('MODIFY', kind('subscription'))],
    ['contents are asked for again', record('MODIFY', kind('configuration-mark'))],
    ['a host goes offline', record('MODIFY', offline(true), offline(false))],
    ['a host is back', record('MODIFY', offline(false), offline(true))],
  ])('woken when %s', (_, value) => {
    expect(wakes(value)).toBe(true);
  });

  test.each([
    ['a beat is noted', record('MODIFY', offline(false), offline(false))],
    ['a host is made', record('INSERT', offline(false))],
    ['an order is being worked', record('MODIFY', kind('order', { state: { S: 'in-process' } }))],
    ['a batch is touched', record('MODIFY', kind('batch'))],
    ['a batch expires', record('REMOVE', {}, kind('batch'))],
    ['an alert expires', { eventName: 'REMOVE', dynamodb: { OldImage: kind('alert') } }],
    ['a key is made', record('INSERT', kind('apikey'))],
  ])('left alone when %s', (_, value) => {
    expect(wakes(value)).toBe(false);
  });
});
