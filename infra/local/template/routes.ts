import type { Assembly } from './assembly.ts';
import type { RoutePart } from './parts.ts';
import { readings } from './reading.ts';
import type { Resolve } from './resolve.ts';

/** API Gateway's own limit for an HTTP API's integration. */
const defaultTimeoutMs = 30_000;

/**
 * The HTTP API's routes with the function behind each. A route with an authorizer throws: answering it without
 * one would open it.
 */
export function routeParts(assembly: Assembly, resolve: Resolve): RoutePart[] {
  const integrations = new Map(
    readings(assembly, resolve, 'AWS::ApiGatewayV2::Integration').map((read) => {
      const { stack, logicalId } = read.resource;
      if (read.text('PayloadFormatVersion') !== '2.0') {
        throw new Error(`${logicalId} does not use payload format 2.0`);
      }
      const timeoutMs = read.number('TimeoutInMillis') ?? defaultTimeoutMs;
      return [`${stack}/${logicalId}`, { functionArn: read.must('IntegrationUri'), timeoutMs }];
    }),
  );
  return readings(assembly, resolve, 'AWS::ApiGatewayV2::Route').map((read) => {
    const routeKey = read.must('RouteKey');
    if ((read.text('AuthorizationType') ?? 'NONE') !== 'NONE') {
      throw new Error(`route ${routeKey} has an authorizer, which one machine does not run`);
    }
    const { stack, properties } = read.resource;
    const target = integrations.get(`${stack}/${integrationOf(properties.Target)}`);
    if (!target) throw new Error(`route ${routeKey} has no integration`);
    const [method = 'ANY', path = '$default'] = routeKey === '$default' ? [] : routeKey.split(' ');
    return { method, path, routeKey, ...target };
  });
}

/** `Target` is `integrations/<Ref>`: the logical id is needed, not what the Ref would resolve to. */
function integrationOf(target: unknown): string {
  const found = /"Ref":"([^"]+)"/.exec(JSON.stringify(target));
  return found?.[1] ?? '';
}
