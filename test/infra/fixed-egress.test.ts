import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { at, lambdas, list, ofType, readAssembly, rightsOf, type StackTemplate } from './support/assembly.ts';
import { synthesize } from './support/synthesize.ts';

const place = join(inject('prod'), '../fixed-egress');
/** Deliveries, the test of a destination, and the look at a server's certificate. */
const outgoing = ['deliver', 'notifications', 'settings'];
let fixed: readonly StackTemplate[] = [];

/** Only what fixed addresses change is looked at here; bundles are not made again. */
beforeAll(async () => {
  await synthesize(place, {
    MVP_STAGE: 'prod',
    MVP_REGIONS: 'ap-northeast-1',
    MVP_MAIL_FROM: 'patch@example.com',
    MVP_FIXED_EGRESS: '2',
    CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [] }),
  });
  fixed = readAssembly(place);
});

test('nothing of it is there, and nothing of it is paid for, when it is not asked for', () => {
  for (const stacks of [readAssembly(inject('dev')), readAssembly(inject('prod'))]) {
    const network = stacks.flatMap(({ resources }) =>
      Object.values(resources).filter(({ Type: type }) => type.startsWith('AWS::EC2::')),
    );
    expect(network).toEqual([]);
    expect(lambdas(stacks).filter(({ resource }) => 'VpcConfig' in resource.Properties)).toEqual([]);
  }
});

describe('fixed egress (EVT-6)', () => {
  test('each way out has an address of its own, which production never gives back by itself', () => {
    const addresses = ofType(fixed, 'AWS::EC2::EIP');
    const gateways = ofType(fixed, 'AWS::EC2::NatGateway');
    expect(addresses.map(({ resource }) => resource.DeletionPolicy)).toEqual(['Retain', 'Retain']);
    expect(
      gateways.map(({ resource }) => at(resource.Properties.AllocationId, 'Fn::GetAtt', 0)).sort(),
    ).toEqual(addresses.map(({ id }) => id).sort());
  });

  test('the addresses are an output, to be given to customers', () => {
    const stack = fixed.find(({ part }) => part === 'egress');
    const value = at(JSON.parse(stack?.text ?? '{}'), 'Outputs', 'Addresses', 'Value', 'Fn::Join', 1);
    expect(list(value).map((each) => at(each, 'Fn::GetAtt', 0))).toEqual(
      ofType(fixed, 'AWS::EC2::EIP').map(({ id }) => id),
    );
  });

  test('what speaks to servers of tenants stands inside, where the only way out is a gateway; nothing else does', () => {
    const inside = lambdas(fixed).filter(({ resource }) => 'VpcConfig' in resource.Properties);
    expect(inside.map(({ name }) => name).sort()).toEqual(outgoing);
    for (const { resource } of inside) {
      expect(list(at(resource.Properties.VpcConfig, 'SubnetIds'))).toHaveLength(2);
      const subnets = JSON.stringify(at(resource.Properties.VpcConfig, 'SubnetIds'));
      expect(subnets.match(/VpcInsideSubnet\dSubnet/g)).toHaveLength(2);
    }
    const routes = ofType(fixed, 'AWS::EC2::Route').filter(({ id }) => id.includes('Inside'));
    expect(routes).toHaveLength(2);
    for (const { resource } of routes) {
      expect(resource.Properties).toMatchObject({ DestinationCidrBlock: '0.0.0.0/0' });
      expect(resource.Properties).toHaveProperty('NatGatewayId');
    }
  });

  test('table and objects are reached without paying a gateway', () => {
    const endpoints = ofType(fixed, 'AWS::EC2::VPCEndpoint');
    expect(endpoints.map(({ resource }) => JSON.stringify(resource.Properties.ServiceName))).toEqual([
      expect.stringContaining('.dynamodb'),
      expect.stringContaining('.s3'),
    ]);
    for (const { resource } of endpoints) expect(list(resource.Properties.RouteTableIds)).toHaveLength(4);
  });

  test('nobody gets in', () => {
    expect(ofType(fixed, 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
    for (const { resource } of ofType(fixed, 'AWS::EC2::SecurityGroup')) {
      expect(resource.Properties).not.toHaveProperty('SecurityGroupIngress');
    }
  });

  test.each(outgoing)('the rights of its place are Lambda’s: the code of %s is refused each', (wanted) => {
    const [inside] = lambdas(fixed).filter(({ name }) => name === wanted);
    if (!inside) throw new Error(`${wanted} is not there`);
    const network = rightsOf(inside).filter(({ actions }) =>
      actions.some((action) => action.startsWith('ec2:')),
    );
    const [given, refused] = ['Allow', 'Deny'].map((effect) =>
      network.filter((one) => one.effect === effect),
    );
    expect(given).toHaveLength(1);
    expect(refused?.map(({ actions }) => actions)).toEqual(given?.map(({ actions }) => actions));
    expect(refused?.[0]?.condition).toEqual({
      ArnEquals: { 'lambda:SourceFunctionArn': { 'Fn::GetAtt': [inside.id, 'Arn'] } },
    });
  });

  test('the security checks find nothing that is not fixed or explained', () => {
    const report = JSON.parse(readFileSync(join(place, 'validation-report.json'), 'utf8'));
    expect(report.pluginReports).toEqual([]);
  });
});
