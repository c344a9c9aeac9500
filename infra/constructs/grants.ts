import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IConstruct } from 'constructs';
import type { Access, KeyPurpose, KeyUse, Needs, ObjectAccess } from '../needs.ts';
import { acknowledge } from './acknowledge.ts';
import { queueOf, schedulesOf } from './environment.ts';
import type { Resources } from './resources.ts';

/** What `shared/table` sends, no more; a transaction needs the right of each of its parts. */
const readItems = ['dynamodb:GetItem', 'dynamodb:Query'];
const writeItems = [
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
];

const tableActions: Readonly<Record<Access, readonly string[]>> = {
  read: readItems,
  write: writeItems,
  'read-write': [...readItems, ...writeItems],
};

const keyActions: Readonly<Record<KeyUse, string>> = {
  sign: 'kms:Sign',
  publish: 'kms:GetPublicKey',
  encrypt: 'kms:Encrypt',
  decrypt: 'kms:Decrypt',
};

/** Gives a function's role exactly what the function declares, action by action. */
export function grantNeeds(role: Role, needs: Needs, resources: Resources): void {
  if (needs.table) allow(role, tableActions[needs.table], resources.table.tableArn);
  if (needs.bucket) grantObjects(role, needs.bucket, resources);
  for (const [purpose, uses] of Object.entries(needs.keys ?? {}) as [KeyPurpose, KeyUse[]][]) {
    const actions = uses.map((use) => keyActions[use]);
    allow(role, actions, resources.keys[purpose].keyArn);
  }
  for (const name of needs.send ?? []) allow(role, ['sqs:SendMessage'], queueOf(name, resources).queueArn);
  if (needs.schedules) grantSchedules(role, resources);
  if (needs.mail) grantMail(role, resources);
  if (needs.trigger.on === 'queue') {
    const received = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
    if (needs.waits) received.push('sqs:ChangeMessageVisibility');
    allow(role, received, queueOf(needs.trigger.queue, resources).queueArn);
  }
  if (needs.trigger.on === 'stream') {
    grantStream(role, resources);
    allow(role, ['sqs:SendMessage'], queueOf(needs.trigger.onFailure, resources).queueArn);
  }
}

/** Adds one statement; the caller names every action, so that no grant is wider than its line. */
export function allow(
  role: Role,
  actions: readonly string[],
  resource: string,
  conditions?: Record<string, Record<string, string>>,
): void {
  role.addToPolicy(
    new PolicyStatement({
      actions: [...actions],
      resources: [resource],
      ...(conditions ? { conditions } : {}),
    }),
  );
}

function grantObjects(role: Role, access: ObjectAccess, { bucket }: Resources): void {
  const objects = `${bucket.bucketArn}/*`;
  if (access === 'erase') allow(role, ['s3:DeleteObject'], objects);
  if (access === 'read' || access === 'read-write') allow(role, ['s3:GetObject'], objects);
  if (access === 'write' || access === 'read-write') allow(role, ['s3:PutObject'], objects);
  // For who reads, too: without it S3 answers 403 for an object that is not there, as if it belonged to someone else.
  if (access !== 'write') allow(role, ['s3:ListBucket'], bucket.bucketArn);
  acknowledge(
    role,
    `IAM5[Resource::${nameElsewhere(bucket, bucket.bucketArn)}/*]`,
    'Objects are named by content hash, unknown at deployment; the bucket holds nothing but what functions share.',
  );
}

function grantStream(role: Role, { table }: Resources): void {
  const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
  allow(
    role,
    actions.map((action) => `dynamodb:${action}`),
    `${table.tableArn}/stream/*`,
  );
  acknowledge(
    role,
    `IAM5[Resource::${nameElsewhere(table, table.tableArn)}/stream/*]`,
    'Streams of this table only: a stream is named by the moment it was made, and listing is asked of them all.',
  );
}

function grantSchedules(role: Role, resources: Resources): void {
  const schedules = schedulesOf(resources);
  const actions = ['CreateSchedule', 'DeleteSchedule', 'UpdateSchedule'].map(
    (action) => `scheduler:${action}`,
  );
  allow(role, actions, schedules.all);
  allow(role, ['iam:PassRole'], schedules.role.roleArn, {
    StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
  });
  const { region } = Stack.of(role);
  const group = Stack.of(role).getLogicalId(schedules.node.findChild('Group') as CfnScheduleGroup);
  acknowledge(
    role,
    `IAM5[Resource::arn:<AWS::Partition>:scheduler:${region}:<AWS::AccountId>:schedule/<${group}>/*]`,
    'Schedules are named by tenant and task, unknown at deployment; the group holds nothing else.',
  );
}

function grantMail(role: Role, { mail }: Resources): void {
  const { partition, region, account } = Stack.of(role);
  allow(role, ['ses:SendEmail', 'ses:SendRawEmail'], `arn:${partition}:ses:${region}:${account}:identity/*`, {
    StringEquals: { 'ses:FromAddress': mail.from },
  });
  acknowledge(
    role,
    `IAM5[Resource::arn:<AWS::Partition>:ses:${region}:<AWS::AccountId>:identity/*]`,
    "While an account is in the SES sandbox, SES also checks the recipient's identity; the condition allows no sender but ours.",
  );
}

/** What a value of another stack is called in ours, which is how the security checks report it. */
function nameElsewhere(owner: IConstruct, value: string): string {
  const producer = Stack.of(owner);
  const imported: { 'Fn::ImportValue': string } = producer.resolve(producer.exportValue(value));
  return imported['Fn::ImportValue'];
}
