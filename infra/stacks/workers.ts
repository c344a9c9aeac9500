import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { PlaneConfig } from '../config.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { PlaneFunction } from '../constructs/fn.ts';
import { sealedQueue, WorkQueue } from '../constructs/queue.ts';
import type { Resources } from '../constructs/resources.ts';
import { Schedules } from '../constructs/schedules.ts';
import { setOff } from '../constructs/triggers.ts';
import { needs, triggeredBy } from '../needs.ts';

/** What happens behind a request: queues, the table's stream, the plane's own beats. */
export class WorkersStack extends Stack {
  readonly functions: readonly PlaneFunction[];
  readonly workQueues: readonly WorkQueue[];
  /** Takes stream records that could not be worked on. */
  readonly fanOutFailed: WorkQueue['deadLetters'];

  constructor(
    scope: Construct,
    id: string,
    config: PlaneConfig,
    shared: Omit<Resources, 'queues'>,
    props: StackProps,
  ) {
    super(scope, id, props);
    const orders = new WorkQueue(this, 'Orders', { consumerSeconds: needs['order-work'].seconds });
    const notify = new WorkQueue(this, 'Notify', { consumerSeconds: needs.notify.seconds });
    // What a destination does not take is tried for about two days, at most once an hour after the first ones.
    const deliver = new WorkQueue(this, 'Deliver', {
      consumerSeconds: needs.deliver.seconds,
      patience: 50,
    });
    const tasks = new WorkQueue(this, 'Tasks', { consumerSeconds: needs['task-run'].seconds });
    const reports = new WorkQueue(this, 'Reports', { consumerSeconds: needs.report.seconds });
    this.workQueues = [orders, notify, deliver, tasks, reports];
    this.fanOutFailed = sealedQueue(this, 'FanOutFailed');
    acknowledge(
      this.fanOutFailed,
      'SQS3',
      'It is where failed stream records end: nothing retries behind it.',
    );
    const resources: Resources = {
      ...shared,
      schedules: new Schedules(this, 'Schedules', tasks.queue),
      queues: {
        orders: orders.queue,
        notify: notify.queue,
        deliver: deliver.queue,
        tasks: tasks.queue,
        reports: reports.queue,
        'fan-out-failed': this.fanOutFailed,
      },
    };
    const names = [...triggeredBy('queue'), ...triggeredBy('stream'), ...triggeredBy('schedule')];
    this.functions = names.map((name) => new PlaneFunction(this, name, config, resources));
    for (const worker of this.functions) setOff(worker, resources);
  }
}
