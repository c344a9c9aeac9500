import { join } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig } from '../aws/client.ts';
import { loopbackServer } from '../aws/loopback-server.ts';
import { scheduler } from '../aws/scheduler.ts';
import type { Ending } from '../ending.ts';
import type { Parts } from '../template/parts.ts';
import { oneShots } from './one-shots.ts';

interface Options {
  readonly parts: Parts;
  readonly dataDir: string;
  readonly region: string;
  readonly sqsEndpoint: string;
  readonly report: (message: string) => void;
}

/** EventBridge Scheduler in this process; what it fires goes to the template's own queues. Answers where it listens. */
export async function startScheduler(options: Options, end: Ending): Promise<string> {
  const { parts, dataDir, region, sqsEndpoint, report } = options;
  const sqs = new SQSClient(clientConfig(sqsEndpoint, region));
  end.add(async () => sqs.destroy());
  const shots = oneShots({
    file: join(dataDir, 'one-shots.json'),
    report,
    send: async (target, input) => {
      const queue = parts.queues.find(({ arn }) => arn === target);
      if (!queue) throw new Error(`the template holds no queue ${target}`);
      await sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: input }));
    },
  });
  end.add(async () => shots.stop());
  const declared = {
    groups: parts.scheduleGroups,
    roles: parts.scheduleRoles,
    targets: parts.queues.map(({ arn }) => arn),
  };
  const server = await loopbackServer(scheduler(declared, shots));
  end.add(server.stop);
  return server.url;
}
