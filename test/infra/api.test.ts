import { describe, expect, inject, test } from 'vitest';
import { triggeredBy } from '../../infra/needs.ts';
import { routes } from '../../shared/schema/routes/index.ts';
import { at, lambdas, ofType, readAssembly } from './support/assembly.ts';

const dev = readAssembly(inject('dev'));
const stack = dev.find(({ name }) => name === 'mvp-dev-us-east-1-api')!;
const functions = lambdas([stack]);

const apiRoutes = ofType([stack], 'AWS::ApiGatewayV2::Route').map(({ resource }) => {
  const target = String(at(resource.Properties.Target, 'Fn::Join', 1, 1, 'Ref'));
  const uri = at(stack.resources[target]?.Properties.IntegrationUri, 'Fn::GetAtt', 0);
  const [method, path = ''] = String(resource.Properties.RouteKey).split(' ');
  return { method, path, owner: functions.find(({ id }) => id === uri)?.name };
});

/** Whether API Gateway would send a request for `path` down a route: parameters match a segment, greedy ones many. */
const takes = (route: string, path: string): boolean => {
  const pattern = route.replace(/\{[^}]+\+\}/g, '.+').replace(/\{[^}]+\}/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(path);
};

describe('routes', () => {
  test('there are some', () => {
    expect(routes.length).toBeGreaterThan(30);
  });

  test.each(routes.map((route) => ({ ...route })))(
    '$method $path reaches $function',
    ({ path, ...route }) => {
      const asked = path.replace(/\{[^}]+\}/g, '4711');
      const taken = apiRoutes.filter((candidate) => takes(candidate.path, asked));
      expect(taken).toEqual([{ method: 'ANY', path: expect.any(String), owner: route.function }]);
    },
  );

  test('nothing is routed that the table does not ask for', () => {
    const idle = apiRoutes.filter(
      ({ path }) =>
        !path.endsWith('/{proxy+}') && !routes.some((route) => `${route.path}/`.startsWith(`${path}/`)),
    );
    expect(idle).toEqual([]);
  });

  test('far from the quota of 300 routes', () => {
    expect(apiRoutes.length).toBeLessThan(200);
  });
});

describe('functions behind the API', () => {
  test.each(triggeredBy('http'))('%s: one permission, for this API only; one integration', (name) => {
    const { id } = functions.find((fn) => fn.name === name)!;
    const permissions = ofType([stack], 'AWS::Lambda::Permission').filter(
      ({ resource }) => at(resource.Properties.FunctionName, 'Fn::GetAtt', 0) === id,
    );
    expect(permissions).toHaveLength(1);
    expect(permissions[0]?.resource.Properties).toMatchObject({
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    });
    const [api] = ofType([stack], 'AWS::ApiGatewayV2::Api');
    expect(JSON.stringify(permissions[0]?.resource.Properties.SourceArn)).toContain(`{"Ref":"${api?.id}"}`);
    const integrations = ofType([stack], 'AWS::ApiGatewayV2::Integration').filter(
      ({ resource }) => at(resource.Properties.IntegrationUri, 'Fn::GetAtt', 0) === id,
    );
    expect(integrations.map(({ resource }) => resource.Properties)).toMatchObject([
      { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' },
    ]);
  });
});

describe('the stage', () => {
  const [stage] = ofType([stack], 'AWS::ApiGatewayV2::Stage');

  test('is throttled and writes an access log', () => {
    expect(stage?.resource.Properties).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 },
    });
    const log = String(at(stage?.resource.Properties.AccessLogSettings, 'DestinationArn', 'Fn::GetAtt', 0));
    expect(stack.resources[log]?.Properties).toMatchObject({
      RetentionInDays: 30,
      LogGroupClass: 'INFREQUENT_ACCESS',
    });
  });

  test('lets no other origin in, and logs no header or query, where secrets travel', () => {
    const [api] = ofType([stack], 'AWS::ApiGatewayV2::Api');
    expect(api?.resource.Properties).not.toHaveProperty('CorsConfiguration');
    const format = String(at(stage?.resource.Properties.AccessLogSettings, 'Format'));
    expect(Object.values(JSON.parse(format))).toEqual([
      '$context.requestId',
      '$context.identity.sourceIp',
      '$context.httpMethod',
      '$context.path',
      '$context.status',
      '$context.responseLatency',
      '$context.integrationErrorMessage',
    ]);
  });
});
