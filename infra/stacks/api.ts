import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { routes as table } from '../../shared/schema/routes/index.ts';
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
    this.api = new PlaneApi(this, 'Http', config);
    const routes = apiRoutes(table);
    this.functions = triggeredBy('http').map((name) => {
      const served = new PlaneFunction(this, name, config, resources);
      this.api.serve(
        served,
        routes.filter((route) => route.function === name),
      );
      return served;
    });
    new CfnOutput(this, 'Url', { value: this.api.api.apiEndpoint });
  }
}
