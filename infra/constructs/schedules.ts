import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** Where functions make one-shot schedules: a group of our own, and the role under which they put a message on a queue. */
export class Schedules extends Construct {
  readonly group: string;
  readonly role: Role;
  /** ARN of the queue that every schedule of the group sends to. */
  readonly target: string;
  /** ARN pattern of the group's schedules. */
  readonly all: string;

  constructor(scope: Construct, id: string, queue: IQueue) {
    super(scope, id);
    const { partition, region, account } = Stack.of(this);
    this.group = new CfnScheduleGroup(this, 'Group').ref;
    this.target = queue.queueArn;
    this.all = `arn:${partition}:scheduler:${region}:${account}:schedule/${this.group}/*`;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    this.role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
  }
}
