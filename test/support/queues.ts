import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig } from '../../infra/local/aws/client.ts';
import { startQueues } from '../../infra/local/queues/start.ts';

export interface TestQueues {
  readonly region: string;
  /** Speaks SQS, SNS and S3. */
  readonly endpoint: string;
  readonly sqs: SQSClient;
  stop(): Promise<void>;
}

/** The queues, topics and buckets of one machine, in a folder of their own. */
export const startTestQueues = async (): Promise<TestQueues> => {
  const region = 'us-east-1';
  const dir = mkdtempSync(join(tmpdir(), 'queues-'));
  const services = await startQueues(dir, region);
  const sqs = new SQSClient(clientConfig(services.endpoint, region));
  return {
    region,
    endpoint: services.endpoint,
    sqs,
    async stop() {
      sqs.destroy();
      await services.stop();
      rmSync(dir, { recursive: true });
    },
  };
};
