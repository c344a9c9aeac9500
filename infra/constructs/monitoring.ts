import { Aws, Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { PlaneConfig } from '../config.ts';
import { minutesBetween } from '../needs.ts';
import type { PlaneFunction } from './fn.ts';
import type { PlaneApi } from './http-api.ts';
import type { WorkQueue } from './queue.ts';
import type { PlaneTable } from './table.ts';

const period = Duration.minutes(5);

interface Threshold {
  /** Reaching it counts. */
  readonly at: number;
  /** Consecutive five-minute periods. */
  readonly periods?: number;
  /** What counts is falling below it, and no figure at all counts too. */
  readonly below?: true;
  readonly says: string;
}

/** What nobody does while a scheduled function does not run. */
const standsStill: Readonly<Record<string, string>> = {
  sweep: 'nobody looks for silent hosts and stuck orders',
  billing: 'no month is closed',
};

/** They look often whether there is work, and mostly there is none: a success after a failure says nothing. */
const seldomAtWork: ReadonlySet<string> = new Set(['rule-update', 'advisory-update']);

/** One place that knows when to shout: each `watch…` adds the alarms and the graphs of one thing. */
export class Monitoring extends Construct {
  private readonly topic: Topic;
  private readonly graphs: IWidget[][] = [];
  private readonly stage: string;

  constructor(scope: Construct, id: string, config: PlaneConfig) {
    super(scope, id);
    this.stage = config.stage;
    this.topic = new Topic(this, 'Alarms', { enforceSSL: true });
    // A topic with a policy of its own no longer lets the account's alarms in by default.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    if (config.alarmMail) this.topic.addSubscription(new EmailSubscription(config.alarmMail));
  }

  watchFunction(worker: PlaneFunction): void {
    const {
      node: { id: name },
      fn,
      declared,
    } = worker;
    const errors = fn.metricErrors({ period });
    const throttles = fn.metricThrottles({ period });
    if (declared.trigger.on === 'schedule') this.watchBeat(worker, minutesBetween(declared.trigger));
    else this.alarm(`${name}-errors`, errors, { at: 3, says: `${name} failed three times in five minutes` });
    this.alarm(`${name}-throttles`, throttles, { at: 1, periods: 2, says: `${name} is being throttled` });
    if (declared.trigger.on === 'stream') {
      const age = fn.metric('IteratorAge', { statistic: Stats.MAXIMUM, period });
      this.alarm(`${name}-age`, age, {
        at: Duration.minutes(15).toMilliseconds(),
        periods: 2,
        says: `${name} is 15 minutes behind the table; the stream forgets after 24 hours`,
      });
    }
    const duration = fn.metricDuration({ period, statistic: 'p99' });
    this.graphs.push([graph(name, [fn.metricInvocations({ period }), errors, throttles], [duration])]);
  }

  /** It runs once in a while: a count of failures within such a time never gets far, and silence is one too. */
  private watchBeat({ node: { id: name }, fn }: PlaneFunction, minutes: number): void {
    const beat = { period: Duration.minutes(minutes) };
    const often = minutes < 60 && !seldomAtWork.has(name);
    this.alarm(`${name}-errors`, fn.metricErrors(beat), {
      at: 1,
      periods: often ? 2 : 1,
      says: often ? `${name} failed twice in a row` : `${name} failed`,
    });
    // An alarm looks back a day at most.
    const periods = Math.min(3, Math.floor((24 * 60) / minutes));
    const says = `${name} has not run for ${periods * minutes} minutes: ${standsStill[name] ?? 'its work waits'}`;
    this.alarm(`${name}-missing`, fn.metricInvocations(beat), { at: 1, periods, below: true, says });
  }

  watchQueue(work: WorkQueue): void {
    const name = work.node.id;
    const age = work.queue.metricApproximateAgeOfOldestMessage({ period });
    if (!work.patient) {
      this.alarm(`${name}-age`, age, {
        at: Duration.minutes(15).toSeconds(),
        periods: 2,
        says: `the oldest message of ${name} has waited 15 minutes`,
      });
    }
    this.graphs.push([graph(name, [work.queue.metricApproximateNumberOfMessagesVisible({ period })], [age])]);
    this.watchDeadLetters(name, work.deadLetters);
  }

  /** `todo`: what the one who is called can do about it. */
  watchDeadLetters(name: string, queue: Queue, todo = 'look and redrive'): void {
    const waiting = queue.metricApproximateNumberOfMessagesVisible({ period });
    this.alarm(`${name}-dead-letters`, waiting, {
      at: 1,
      says: `${name} could not be worked on: ${todo}`,
    });
  }

  watchApi({ api }: PlaneApi): void {
    const failures = api.metricServerError({ period, statistic: Stats.SUM });
    const latency = api.metricLatency({ period, statistic: 'p99' });
    this.alarm('api-5xx', failures, {
      at: 5,
      says: 'the API answered five requests with a 5xx in five minutes',
    });
    this.alarm('api-latency', latency, {
      at: Duration.seconds(3).toMilliseconds(),
      periods: 3,
      says: 'one request in a hundred takes three seconds or more',
    });
    const refused = api.metricClientError({ period, statistic: Stats.SUM });
    this.graphs.push([graph('API', [api.metricCount({ period }), refused, failures], [latency])]);
  }

  watchTable(table: PlaneTable): void {
    const of = (metricName: string) =>
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensionsMap: { TableName: table.tableName },
        statistic: Stats.SUM,
        period,
      });
    for (const [kind, metric] of [
      ['read', of('ReadThrottleEvents')],
      ['write', of('WriteThrottleEvents')],
    ] as const) {
      this.alarm(`table-${kind}-throttles`, metric, {
        at: 1,
        periods: 3,
        says: `the table throttles ${kind}s`,
      });
    }
    this.graphs.push([
      graph('Table', [of('ConsumedReadCapacityUnits'), of('ConsumedWriteCapacityUnits')], []),
    ]);
  }

  /** Call once, after everything is watched. */
  draw(): void {
    const dashboard = new Dashboard(this, 'Dashboard', {
      // Dashboards are one list for all regions of an account.
      dashboardName: `virtual-patch-${this.stage}-${Stack.of(this).region}`,
    });
    const widgets = this.graphs.flat();
    for (let at = 0; at < widgets.length; at += 3) dashboard.addWidgets(...widgets.slice(at, at + 3));
  }

  private alarm(id: string, metric: IMetric, { at, periods = 1, below, says }: Threshold): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold: at,
      evaluationPeriods: periods,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: says,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }
}

const graph = (title: string, left: IMetric[], right: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, right, width: 8, height: 6 });
