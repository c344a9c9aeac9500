import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { minutesBetween, type Trigger } from '../needs.ts';
import { queueOf } from './environment.ts';
import type { PlaneFunction } from './fn.ts';
import type { Resources } from './resources.ts';
import { batchFilters, streamFilters } from './stream-filters.ts';

type On<Kind extends Trigger['on']> = Extract<Trigger, { on: Kind }>;

/** Connects a function to what it says sets it off; HTTP functions are connected by the API's routes. */
export function setOff(worker: PlaneFunction, resources: Resources): void {
  const { trigger } = worker.declared;
  if (trigger.on === 'queue') byQueue(worker, trigger, resources);
  if (trigger.on === 'stream') byStream(worker, trigger, resources);
  if (trigger.on === 'schedule') bySchedule(worker, trigger);
}

function byQueue(worker: PlaneFunction, trigger: On<'queue'>, resources: Resources): void {
  worker.fn.addEventSourceMapping('Queue', {
    eventSourceArn: queueOf(trigger.queue, resources).queueArn,
    batchSize: worker.declared.atOnce ?? 10,
    reportBatchItemFailures: true,
    // A flood of messages must not take the account's concurrency away from the agents.
    maxConcurrency: 5,
  });
}

function byStream(worker: PlaneFunction, trigger: On<'stream'>, resources: Resources): void {
  worker.fn.addEventSourceMapping('Stream', {
    eventSourceArn: resources.table.tableStreamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    ...(trigger.batchesOf === undefined
      ? { filters: [...streamFilters], batchSize: 100 }
      : {
          filters: [...batchFilters],
          batchSize: 1000,
          maxBatchingWindow: Duration.seconds(trigger.batchesOf),
        }),
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    retryAttempts: 10,
    maxRecordAge: Duration.hours(12),
    onFailure: { bind: () => ({ destination: queueOf(trigger.onFailure, resources).queueArn }) },
  });
}

function bySchedule(worker: PlaneFunction, trigger: On<'schedule'>): void {
  const every = Duration.minutes(minutesBetween(trigger));
  const rule = new Rule(worker, 'Beat', { schedule: scheduleOf(trigger) });
  // The next beat does what a late or failed one would have done.
  const once = { maximumRetryAttempts: 0, maximumEventAgeInSeconds: every.toSeconds() };
  rule.addTarget({ bind: () => ({ arn: worker.fn.functionArn, retryPolicy: once }) });
  worker.fn.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: every });
  worker.fn.addPermission('Beat', {
    principal: new ServicePrincipal('events.amazonaws.com'),
    sourceArn: rule.ruleArn,
  });
}

function scheduleOf(trigger: On<'schedule'>): Schedule {
  if ('everyMinutes' in trigger) return Schedule.rate(Duration.minutes(trigger.everyMinutes));
  const { atMinute, atHour = '*' } = trigger;
  return Schedule.expression(`cron(${atMinute} ${atHour} * * ? *)`);
}
