import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnIntegration,
  CfnRoute,
  HttpApi,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, LogGroupClass } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { PlaneConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import type { ApiRoute } from './api-routes.ts';
import type { PlaneFunction } from './fn.ts';

/** The door for people, scripts and agents. No CORS: browsers reach it from its own origin only. */
export class PlaneApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, config: PlaneConfig) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: `virtual-patch-${config.stage}`,
      createDefaultStage: false,
    });
    acknowledge(
      this,
      'APIG4',
      'Every function authorises on its first line, by the route table: API keys and agents carry credentials that no authorizer of API Gateway knows, and a Lambda authorizer would double the price of a heartbeat.',
    );
    new HttpStage(this, 'Stage', {
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
  }

  /**
   * Sends `routes`, all of them this function's, to it: one integration and one permission whatever their number.
   * Their names depend on nothing but the function, so that a new endpoint never replaces what serves the others.
   */
  serve({ node: { id: name }, fn }: PlaneFunction, routes: readonly ApiRoute[]): void {
    const integration = new CfnIntegration(this, `${name}-integration`, {
      apiId: this.api.apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: fn.functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0.version,
    });
    for (const { path } of routes) {
      new CfnRoute(this, `ANY ${path}`, {
        apiId: this.api.apiId,
        routeKey: `ANY ${path}`,
        target: `integrations/${integration.ref}`,
      });
    }
    fn.addPermission('Api', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: this.api.arnForExecuteApi(),
    });
  }

  private accessLog(config: PlaneConfig): LogGroup {
    return new LogGroup(this, 'AccessLog', {
      // Below this prefix AWS need not list the group in the account's log policy, which is limited in length.
      logGroupName: `/aws/vendedlogs/virtual-patch-${config.stage}/access`,
      retention: config.logDays,
      // Half the price, and nothing counts metrics from these lines.
      logGroupClass: LogGroupClass.INFREQUENT_ACCESS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
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
