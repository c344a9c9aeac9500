import { readFileSync } from 'node:fs';
import { describe, expect, inject, test } from 'vitest';
import { at, lambdas, list, ofType, readAssembly, type StackTemplate } from './support/assembly.ts';

const dev = readAssembly(inject('dev'));
const prod = readAssembly(inject('prod'));
const tokyo = dev.filter(({ region }) => region === 'ap-northeast-1');
const alarms = ofType(tokyo, 'AWS::CloudWatch::Alarm');

/** Export names by the logical id they stand for, so that an alarm of another stack can be traced to its resource. */
const exported = new Map(
  tokyo.flatMap(({ text }) =>
    Object.values(JSON.parse(text).Outputs ?? {}).flatMap((output) => {
      const { Value, Export } = output as { Value: object; Export?: { Name: string } };
      return Export ? [[Export.Name, String(Object.values(Value).flat()[0])] as const] : [];
    }),
  ),
);

/** Metrics that someone is alarmed about, as `metric logicalId`. */
const watched = new Set(
  alarms.map(({ resource }) => {
    const of = at(resource.Properties.Dimensions, 0, 'Value', 'Fn::ImportValue');
    return `${resource.Properties.MetricName} ${exported.get(String(of))}`;
  }),
);

const idsOf = (type: string): string[] => ofType(tokyo, type).map(({ id }) => id);
const deadEnds = (stacks: readonly StackTemplate[]) =>
  ofType(stacks, 'AWS::SQS::Queue').filter(({ resource }) => !resource.Properties.RedrivePolicy);

describe('nobody is forgotten', () => {
  test.each(lambdas(tokyo))('$name: errors and throttles', ({ id }) => {
    expect(watched).toContain(`Errors ${id}`);
    expect(watched).toContain(`Throttles ${id}`);
  });

  test.each([
    ['sweep', { EvaluationPeriods: 2, Period: 300 }, { EvaluationPeriods: 3, Period: 300 }],
    ['rule-update', { EvaluationPeriods: 1, Period: 300 }, { EvaluationPeriods: 3, Period: 300 }],
    ['billing', { EvaluationPeriods: 1, Period: 3600 }, { EvaluationPeriods: 3, Period: 3600 }],
  ])(
    'the plane’s own beat %s: alarms that single runs can set off, and one for no run',
    (fn, errors, runs) => {
      const id = lambdas(tokyo).find(({ name }) => name === fn)?.id;
      const of = (metric: string) =>
        alarms
          .map(({ resource }) => resource.Properties)
          .find(
            (alarm) =>
              alarm.MetricName === metric &&
              exported.get(String(at(alarm.Dimensions, 0, 'Value', 'Fn::ImportValue'))) === id,
          );
      expect(of('Errors')).toMatchObject({ Threshold: 1, ...errors });
      expect(of('Invocations')).toMatchObject({
        Threshold: 1,
        ...runs,
        ComparisonOperator: 'LessThanThreshold',
        TreatMissingData: 'breaching',
      });
    },
  );

  test('the stream’s reader: how far it is behind', () => {
    expect(watched).toContain(`IteratorAge ${lambdas(tokyo).find(({ name }) => name === 'fan-out')?.id}`);
  });

  test('every work queue: age of its oldest message', () => {
    const work = ofType(tokyo, 'AWS::SQS::Queue').filter(({ resource }) => resource.Properties.RedrivePolicy);
    expect(work).toHaveLength(6);
    // Of `Deliver` they wait for servers of tenants.
    for (const { id } of work.filter((queue) => !queue.id.startsWith('Deliver')))
      expect(watched).toContain(`ApproximateAgeOfOldestMessage ${id}`);
  });

  test('every queue in which work ends: not empty', () => {
    expect(deadEnds(tokyo)).toHaveLength(7);
    for (const { id } of deadEnds(tokyo)) {
      expect(watched).toContain(`ApproximateNumberOfMessagesVisible ${id}`);
    }
    const thresholds = alarms
      .filter(({ resource }) => resource.Properties.MetricName === 'ApproximateNumberOfMessagesVisible')
      .map(({ resource }) => [resource.Properties.Threshold, resource.Properties.EvaluationPeriods]);
    expect(thresholds).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  test('the API: failures and latency; the table: throttling', () => {
    const [api] = idsOf('AWS::ApiGatewayV2::Api');
    const [table] = idsOf('AWS::DynamoDB::GlobalTable');
    for (const metric of ['5xx', 'Latency']) expect(watched).toContain(`${metric} ${api}`);
    for (const metric of ['ReadThrottleEvents', 'WriteThrottleEvents']) {
      expect(watched).toContain(`${metric} ${table}`);
    }
  });
});

describe('docs/operations.md', () => {
  const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const rows = new Set([...page.matchAll(/^\| (.+?) \|/gm)].map(([, says]) => says));
  const queues = ofType(tokyo, 'AWS::SQS::Queue').flatMap(
    ({ id }) => /^(\w+?)Queue[0-9A-F]{8}/.exec(id)?.[1] ?? [],
  );

  /** As the page has it: for any function or queue, and without what follows from it. */
  const entryOf = (says: string): string =>
    (says.split(/[:;]/)[0] ?? '')
      .replace(/^[\w-]+ (failed|has not|is being|is \d)/, '*function* $1')
      .replace(/for \d+ minutes/, 'for N minutes')
      .replace(/^the oldest message of \w+/, 'the oldest message of *queue*')
      .replace(/^\w+ could not/, '*queue* could not');

  test('every alarm has an entry that says what to do, and every queue its worker', () => {
    const entries = new Set(
      alarms.map(({ resource }) => entryOf(String(resource.Properties.AlarmDescription))),
    );
    expect([...entries].filter((entry) => !rows.has(entry))).toEqual([]);
    expect(entries.size).toBeGreaterThan(8);
    expect(queues.length).toBeGreaterThan(5);
    for (const name of queues)
      expect(page).toMatch(new RegExp(`\\b${name}( is worked on)?\\s+by\\s+\`[\\w-]+\``));
  });
});

describe('who is told', () => {
  const [topic] = ofType(tokyo, 'AWS::SNS::Topic');

  test('every alarm goes to the topic, and says what is wrong', () => {
    for (const { resource } of alarms) {
      expect(resource.Properties).toMatchObject({
        AlarmActions: [{ Ref: topic?.id }],
        OKActions: [{ Ref: topic?.id }],
        AlarmDescription: expect.stringMatching(/\w+ \w+/),
      });
    }
  });

  test('alarms of this account may publish, over TLS only', () => {
    const [policy] = ofType(tokyo, 'AWS::SNS::TopicPolicy');
    expect(list(at(policy?.resource.Properties.PolicyDocument, 'Statement'))).toMatchObject([
      { Effect: 'Deny', Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      {
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });

  test('the address that was given, else nobody', () => {
    expect(ofType(dev, 'AWS::SNS::Subscription')).toEqual([]);
    expect(ofType(prod, 'AWS::SNS::Subscription').map(({ resource }) => resource.Properties)).toMatchObject([
      { Protocol: 'email', Endpoint: 'ops@example.com' },
    ]);
  });
});

test('dashboards, one list for all regions, have names of their own', () => {
  const names = ofType(dev, 'AWS::CloudWatch::Dashboard').map(
    ({ resource }) => resource.Properties.DashboardName,
  );
  expect(names).toEqual(['virtual-patch-dev-ap-northeast-1', 'virtual-patch-dev-us-east-1']);
});
