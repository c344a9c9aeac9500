import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, LogGroupClass } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { HttpFunction } from '../../shared/schema/routes/route.ts';
import type { PlaneConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import type { ApiRoute } from './api-routes.ts';

/** The door for people, scripts and agents. No CORS: the console is served from the same origin. */
export class PlaneApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;

  constructor(
    scope: Construct,
    id: string,
    config: PlaneConfig,
    routes: readonly ApiRoute[],
    functions: Readonly<Record<HttpFunction, IFunction>>,
  ) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: `virtual-patch-${config.stage}`,
      createDefaultStage: false,
    });
    acknowledge(
      this.api,
      'APIG4',
      'Every function authorises on its first line, by the route table: API keys and agents have credentials that no authorizer of API Gateway knows, and a Lambda authorizer would double the price of a heartbeat.',
    );
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: config.apiRate, burstLimit: config.apiBurst },
      detailedMetricsEnabled: false,
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog(config)),
        format: accessLine,
      },
    });
    this.connect(routes, functions);
  }

  private accessLog(config: PlaneConfig): LogGroup {
    return new LogGroup(this, 'AccessLog', {
      retention: config.logDays,
      // Half the price, and nothing counts metrics from these lines.
      logGroupClass: LogGroupClass.INFREQUENT_ACCESS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** One integration and one permission per function, whatever the number of its routes. */
  private connect(routes: readonly ApiRoute[], functions: Readonly<Record<HttpFunction, IFunction>>): void {
    const integrations = new Map<HttpFunction, HttpLambdaIntegration>();
    for (const { path, function: name } of routes) {
      const integration =
        integrations.get(name) ??
        new HttpLambdaIntegration(name, functions[name], { scopePermissionToRoute: false });
      integrations.set(name, integration);
      this.api.addRoutes({ path, methods: [HttpMethod.ANY], integration });
    }
  }
}

/** Who asked for what and how it went; short keys, since every line is paid for. Paths hold no secrets. */
const accessLine = AccessLogFormat.custom(
  JSON.stringify({
    id: '$context.requestId',
    ip: '$context.identity.sourceIp',
    m: '$context.httpMethod',
    p: '$context.path',
    s: '$context.status',
    ms: '$context.responseLatency',
    e: '$context.integrationErrorMessage',
  }),
);
