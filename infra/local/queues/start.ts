import { mkdirSync } from 'node:fs';
import type { QueuePart } from '../template/parts.ts';
import { buildApp, openStores, type SqsQueue } from './fauxqs.ts';
import { moveSafely } from './safe-move.ts';
import { clearReceiptOnly } from './visible-again.ts';
import { honourWriteOnce } from './write-once.ts';

/** SQS and S3 in this process, durable under a directory. */
export interface QueuesAndBuckets {
  /** One endpoint answers both. */
  readonly endpoint: string;
  /** Creates what the template has and sets its attributes; messages and objects of an earlier start stay. */
  declare(queues: readonly QueuePart[], buckets: readonly string[]): void;
  stop(): Promise<void>;
}

/** Whoever held a message when the last run ended is gone: it need not wait for its time to run out. */
function giveBack(queue: SqsQueue): void {
  for (const { receiptHandle } of queue.inspectMessages().inflight) queue.changeVisibility(receiptHandle, 0);
}

export async function startQueues(dir: string, region: string): Promise<QueuesAndBuckets> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const { stores, persistence } = await openStores(dir);
  const { sqsStore, snsStore, s3Store } = stores;
  moveSafely(persistence);
  const closeFile = clearReceiptOnly(persistence, dir);
  sqsStore.persistence = persistence;
  snsStore.persistence = persistence;
  s3Store.persistence = persistence;
  for (const queue of sqsStore.allQueues()) {
    queue.persistence = persistence;
    giveBack(queue);
  }
  const app = buildApp({ logger: false, defaultRegion: region, stores });
  honourWriteOnce(app, s3Store);
  app.addHook('onClose', async () => {
    closeFile();
    persistence.close();
  });
  const endpoint = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    endpoint,
    declare: (queues, buckets) => {
      for (const { name, url, arn, attributes } of queues) {
        const existing = sqsStore.getQueueByName(name);
        if (existing) existing.setAttributes({ ...attributes });
        else sqsStore.createQueue(name, url, arn, { ...attributes });
      }
      for (const bucket of buckets) if (!s3Store.hasBucket(bucket)) s3Store.createBucket(bucket);
    },
    stop: async () => {
      sqsStore.shutdown();
      await app.close();
    },
  };
}
