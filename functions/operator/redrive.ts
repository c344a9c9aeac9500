/**
 * Puts dead letters back into the queue they fell out of: `npm run redrive -- QUEUE [--most N]`, with the AWS
 * credentials and region of the environment; on one machine `AWS_ENDPOINT_URL_SQS` names its queues. QUEUE is the name
 * or address of the queue that is worked on. Prints each message as it goes.
 */
import { parseArgs } from 'node:util';
import { SQSClient } from '@aws-sdk/client-sqs';
import { findDeadLetters, moveDeadLetters } from './move-dead-letters.ts';

const { values, positionals } = parseArgs({
  options: { most: { type: 'string', default: '1000' } },
  allowPositionals: true,
});
const [queue, ...more] = positionals;
const most = Number(values.most);
if (!queue || more.length > 0 || !/^\d{1,7}$/.test(values.most) || most === 0) {
  console.error('Say which queue: npm run redrive -- QUEUE [--most N]');
  process.exit(2);
}

// One machine's queues call themselves by names that only they know.
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const found = await findDeadLetters(sqs, queue);
if (!found.ok) {
  console.error(found.message);
  process.exit(1);
}
const moved = await moveDeadLetters(sqs, found.value, most, console.log);
console.error(`${moved} ${moved === 1 ? 'message is' : 'messages are'} back in ${found.value.queueUrl}`);
