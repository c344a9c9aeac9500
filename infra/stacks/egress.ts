import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { PlaneConfig } from '../config.ts';
import { FixedEgress } from '../constructs/fixed-egress.ts';

/** Fixed addresses for what is delivered to tenants' own servers; made only where they are asked for. */
export class EgressStack extends Stack {
  readonly egress: FixedEgress;

  constructor(scope: Construct, id: string, config: PlaneConfig, props: StackProps) {
    super(scope, id, props);
    this.egress = new FixedEgress(this, 'Out', config);
    new CfnOutput(this, 'Addresses', {
      value: Fn.join(',', [...this.egress.addresses]),
      description: 'Customers let these addresses in to their mail, syslog and webhook servers',
    });
  }
}
