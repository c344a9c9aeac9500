import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface WorkQueueProps {
  /** Longest run of the function that works on it, in seconds. */
  readonly consumerSeconds: number;
  /** Its messages wait for others on purpose, over so many attempts; otherwise they are dead letters after 5. */
  readonly patience?: number;
}

const keptDays = 14;

/** A queue whose messages end, after some failed attempts, in a dead-letter queue beside it. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  /** An old message in it is no sign of trouble of ours. */
  readonly patient: boolean;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.patient = props.patience !== undefined;
    this.deadLetters = sealedQueue(this, 'DeadLetters');
    this.queue = sealedQueue(this, 'Queue', {
      // Lambda retries a batch it could not hand over; below six times the run a message could be worked on twice.
      visibilityTimeout: Duration.seconds(6 * props.consumerSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.patience ?? 5 },
    });
  }
}

/** A queue with the settings all of ours share: encrypted, TLS only, two weeks of patience. */
export const sealedQueue = (
  scope: Construct,
  id: string,
  more: Pick<
    NonNullable<ConstructorParameters<typeof Queue>[2]>,
    'visibilityTimeout' | 'deadLetterQueue'
  > = {},
): Queue =>
  new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(keptDays),
    ...more,
  });
