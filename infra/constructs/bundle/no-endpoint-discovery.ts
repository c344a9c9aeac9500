/**
 * Takes the place of `@aws-sdk/middleware-endpoint-discovery` in bundles. DynamoDB's client carries it, with a cache,
 * to ask the service where it is (`DescribeEndpoints`) when a setting says so; none of ours does, and no command of the
 * document client uses it.
 */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: (): undefined => undefined,
  configFileSelector: (): undefined => undefined,
  default: undefined,
};

export const resolveEndpointDiscoveryConfig = <T>(config: T): T => config;
