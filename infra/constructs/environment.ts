import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { KeyPurpose, Needs, QueueName } from '../needs.ts';
import type { Resources } from './resources.ts';
import type { Schedules } from './schedules.ts';

const queueVariable: Readonly<Record<QueueName, string>> = {
  orders: 'QUEUE_ORDERS',
  notify: 'QUEUE_NOTIFY',
  deliver: 'QUEUE_DELIVER',
  tasks: 'QUEUE_TASKS',
  reports: 'QUEUE_REPORTS',
  exports: 'QUEUE_EXPORTS',
  'fan-out-failed': 'QUEUE_FAN_OUT_FAILED',
};

const keyVariable: Readonly<Record<KeyPurpose, string>> = {
  policy: 'KEY_POLICY',
  rules: 'KEY_RULES',
  secrets: 'KEY_SECRETS',
};

/** Environment variables of a function: one for each thing it needs, none for what it does not. */
export function environmentOf(needs: Needs, resources: Resources): Record<string, string> {
  const variables: Record<string, string> = {};
  if (needs.table) variables.TABLE = resources.table.tableName;
  if (needs.bucket) variables.BUCKET = resources.bucket.bucketName;
  for (const purpose of Object.keys(needs.keys ?? {}) as KeyPurpose[]) {
    variables[keyVariable[purpose]] = resources.keys[purpose].keyId;
  }
  for (const name of needs.send ?? []) {
    variables[queueVariable[name]] = queueOf(name, resources).queueUrl;
  }
  if (needs.waits && needs.trigger.on === 'queue') {
    variables[queueVariable[needs.trigger.queue]] = queueOf(needs.trigger.queue, resources).queueUrl;
  }
  if (needs.schedules) {
    const { group, role, target } = schedulesOf(resources);
    variables.SCHEDULE_GROUP = group;
    variables.SCHEDULE_ROLE = role.roleArn;
    variables.SCHEDULE_TARGET = target;
  }
  if (needs.heap) variables.NODE_OPTIONS = heapFlags(needs.heap);
  if (needs.mail) variables.MAIL_FROM = resources.mail.from;
  if (needs.people) {
    variables.OIDC_ISSUER = resources.people.issuer;
    variables.OIDC_AUDIENCE = resources.people.audience;
    variables.OIDC_JWKS = resources.people.jwks;
  }
  return variables;
}

const heapFlags = ({ young, old }: NonNullable<Needs['heap']>): string =>
  `--max-semi-space-size=${young} --max-old-space-size=${old}`;

/** Where one-shot schedules are made, or an error at synthesis when the stack of the function has no place for them. */
export function schedulesOf(resources: Resources): Schedules {
  if (!resources.schedules) throw new Error('schedules are needed by a function whose stack has none');
  return resources.schedules;
}

/** The queue, or an error at synthesis when the stack of the function has none of that name. */
export function queueOf(name: QueueName, resources: Resources): IQueue {
  const queue = resources.queues[name];
  if (!queue) throw new Error(`queue ${name} is needed by a function whose stack has no queues`);
  return queue;
}
