import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { routes } from '../../shared/schema/routes/index.ts';
import type { HttpFunction } from '../../shared/schema/routes/route.ts';
import type { PlaneConfig } from '../config.ts';
import { apiRoutes } from '../constructs/api-routes.ts';
import { PlaneFunction } from '../constructs/fn.ts';
import { PlaneApi } from '../constructs/http-api.ts';
import type { Resources } from '../constructs/resources.ts';
import { triggeredBy } from '../needs.ts';

/** The HTTP API and the functions that answer it. */
export class ApiStack extends Stack {
  readonly functions: readonly PlaneFunction[];
  readonly api: PlaneApi;

  constructor(scope: Construct, id: string, config: PlaneConfig, resources: Resources, props: StackProps) {
    super(scope, id, props);
    this.functions = triggeredBy('http').map((name) => new PlaneFunction(this, name, config, resources));
    const byName = Object.fromEntries(this.functions.map((each) => [each.node.id, each.fn])) as Record<
      HttpFunction,
      PlaneFunction['fn']
    >;
    this.api = new PlaneApi(this, 'Http', config, apiRoutes(routes), byName);
    new CfnOutput(this, 'Url', { value: this.api.api.apiEndpoint });
  }
}
