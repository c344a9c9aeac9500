import { dirname } from 'node:path';
import type { FunctionPart } from '../template/parts.ts';

/** Where the emulations listen, as the SDK's service names spell it. */
export interface Endpoints {
  readonly DYNAMODB: string;
  readonly SQS: string;
  readonly S3: string;
  readonly KMS: string;
  readonly SES: string;
  readonly SCHEDULER: string;
}

/**
 * The whole environment of a function: what Lambda sets, what the template sets, where the services are. Nothing
 * of the machine's own environment. `overrides` replace variables the template has and add none: the sign-in
 * service is Cognito there and another one here.
 */
export function functionEnvironment(
  part: FunctionPart,
  region: string,
  endpoints: Endpoints,
  overrides: Readonly<Record<string, string>>,
): Record<string, string> {
  const replaced = Object.entries(overrides).filter(([name]) => name in part.environment);
  return {
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: part.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(part.memoryMb),
    LAMBDA_TASK_ROOT: dirname(part.file),
    _HANDLER: `index.${part.handler}`,
    // What a tenant names on one machine (webhook, mail server) is mostly on that machine.
    EGRESS_ALLOW: '127.0.0.0/8, ::1/128',
    // The operator of one machine may name its files as sources of rules.
    RULE_PATHS: 'allowed',
    ...Object.fromEntries(
      Object.entries(endpoints).map(([service, url]) => [`AWS_ENDPOINT_URL_${service}`, url]),
    ),
    ...part.environment,
    ...Object.fromEntries(replaced),
  };
}
