import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { PlaneConfig } from '../config.ts';
import { type FunctionName, type Needs, needs } from '../needs.ts';
import { environmentOf } from './environment.ts';
import { leaveThrough, refuseOwnInterfaces } from './fixed-egress.ts';
import { allow, grantNeeds } from './grants.ts';
import type { Resources } from './resources.ts';

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, '../..');

/** A function of the plane: the bundle of `functions/<name>`, its own role and log group, and what it declared. */
export class PlaneFunction extends Construct {
  readonly fn: NodejsFunction;
  readonly declared: Needs;

  constructor(scope: Construct, name: FunctionName, config: PlaneConfig, resources: Resources) {
    super(scope, name);
    this.declared = needs[name];
    const logGroup = new LogGroup(this, 'Logs', {
      retention: config.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    allow(role, ['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    grantNeeds(role, this.declared, resources);
    const through = this.declared.delivers && resources.egress;
    this.fn = new NodejsFunction(this, 'Fn', {
      ...bundle(name, this.declared.beside),
      description: `${name} of virtual patch, stage ${config.stage}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: this.declared.memory ?? 256,
      timeout: Duration.seconds(this.declared.seconds),
      role,
      ...(through && leaveThrough(role, through)),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Start, end and report lines would cost more than the requests they tell of.
      systemLogLevelV2: SystemLogLevel.WARN,
      applicationLogLevelV2: ApplicationLogLevel.WARN,
      awsSdkConnectionReuse: false,
      environment: {
        ...environmentOf(this.declared, resources),
        STAGE: config.stage,
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: `virtual-patch-${config.stage}`,
      },
    });
    if (through) refuseOwnInterfaces(this.fn, role);
  }
}

/**
 * Where the SDK would look for credentials after the environment, in which Lambda hands them over, and event streams,
 * which none of these services has: loaded on demand, so never, and a quarter of a bundle if they were in it.
 */
const elsewhereOnly = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
  '@smithy/core/event-streams',
];

/** What stands in a bundle for a package that nothing of ours reaches, though a client carries it. */
const insteadOf = {
  '@aws-sdk/middleware-endpoint-discovery': join(import.meta.dirname, 'bundle/no-endpoint-discovery.ts'),
};

/** CJS and these main fields halve bundle and cold start: an ES module bundle makes Node load much of itself. */
const bundle = (name: FunctionName, beside: readonly string[] = []) => ({
  entry: join(root, 'functions', name, 'index.ts'),
  handler: 'handler',
  projectRoot: root,
  depsLockFilePath: join(root, 'package-lock.json'),
  bundling: {
    format: OutputFormat.CJS,
    minify: true,
    target: 'node24',
    mainFields: ['module', 'main'],
    externalModules: elsewhereOnly,
    esbuildArgs: Object.fromEntries(
      Object.entries(insteadOf).map(([name, file]) => [`--alias:${name}`, file]),
    ),
    logLevel: LogLevel.ERROR,
    commandHooks: {
      beforeInstall: () => [],
      beforeBundling: () => [],
      afterBundling: (_input: string, output: string) =>
        beside.map((file) => `cp '${require.resolve(file)}' '${output}'`),
    },
  },
});
