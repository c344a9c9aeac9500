import { RemovalPolicy } from 'aws-cdk-lib';
import {
  CfnEIP,
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  NatProvider,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Effect, Policy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { isProduction, type PlaneConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';

/**
 * A network whose every way out has an address of its own that stays: what customers open their servers to (EVT-6).
 * Table and objects are reached by free gateways, so that only deliveries pay the NAT gateways by weight.
 */
export class FixedEgress extends Construct {
  readonly vpc: Vpc;
  readonly members: SecurityGroup;
  /** One of each zone. */
  readonly addresses: readonly string[];

  constructor(scope: Construct, id: string, config: PlaneConfig) {
    super(scope, id);
    const elastic = Array.from(
      { length: config.fixedEgress },
      (_, zone) => new CfnEIP(this, `Address${zone + 1}`, { domain: 'vpc' }),
    );
    // An address that customers have let in must not be lost by taking a stack down.
    if (isProduction(config)) for (const each of elastic) each.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.addresses = elastic.map((address) => address.attrPublicIp);
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.0.0.0/22'),
      maxAzs: config.fixedEgress,
      natGateways: config.fixedEgress,
      natGatewayProvider: NatProvider.gateway({ eipAllocationIds: elastic.map((e) => e.attrAllocationId) }),
      subnetConfiguration: [
        { name: 'Edge', subnetType: SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false },
        { name: 'Inside', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 24 },
      ],
      gatewayEndpoints: {
        Table: { service: GatewayVpcEndpointAwsService.DYNAMODB },
        Objects: { service: GatewayVpcEndpointAwsService.S3 },
      },
    });
    this.members = new SecurityGroup(this, 'Members', {
      vpc: this.vpc,
      description: 'Functions that deliver: nobody reaches them, they reach what the egress guard lets them',
    });
    this.logRefused(config.logDays);
  }

  /** Deliveries are told of by their destinations; what the network refused would be seen nowhere else. */
  private logRefused(retention: number): void {
    const logs = new LogGroup(this, 'Refused', { retention, removalPolicy: RemovalPolicy.DESTROY });
    this.vpc.addFlowLog('Refused', {
      destination: FlowLogDestination.toCloudWatchLogs(logs),
      trafficType: FlowLogTrafficType.REJECT,
    });
  }
}

/** What Lambda does on behalf of a function that stands in a network (AWS, "Giving Lambda functions access to a VPC"). */
const interfaceActions = [
  'AssignPrivateIpAddresses',
  'CreateNetworkInterface',
  'DeleteNetworkInterface',
  'DescribeNetworkInterfaces',
  'DescribeSubnets',
  'UnassignPrivateIpAddresses',
].map((action) => `ec2:${action}`);

/** Puts a function into the network: its place, and the rights that Lambda needs in its role for that. */
export function leaveThrough(role: Role, { vpc, members }: FixedEgress) {
  role.addToPolicy(new PolicyStatement({ actions: interfaceActions, resources: ['*'] }));
  acknowledge(
    role,
    'IAM5[Resource::*]',
    'Lambda asks for these rights before any network interface has a name; the function itself is refused them.',
  );
  return { vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }, securityGroups: [members] };
}

/** The rights are for Lambda, which places the function: code in it never uses them. */
export function refuseOwnInterfaces(fn: IFunction, role: Role): void {
  const refused = new Policy(fn, 'NoOwnInterfaces', {
    statements: [
      new PolicyStatement({
        effect: Effect.DENY,
        actions: interfaceActions,
        resources: ['*'],
        conditions: { ArnEquals: { 'lambda:SourceFunctionArn': fn.functionArn } },
      }),
    ],
  });
  refused.attachToRole(role);
}
