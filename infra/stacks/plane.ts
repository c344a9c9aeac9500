import { App, type Environment, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { isProduction, type PlaneConfig } from '../config.ts';
import type { Resources } from '../constructs/resources.ts';
import { ApiStack } from './api.ts';
import { DataStack } from './data.ts';
import { EgressStack } from './egress.ts';
import { ObserveStack } from './observe.ts';
import { WorkersStack } from './workers.ts';

/** An app that writes to `outdir`, with our settings, which hold however it is started, and with the security checks at synthesis. */
export function planeApp(outdir: string): App {
  const app = new App({
    outdir,
    analyticsReporting: false,
    context: {
      '@aws-cdk/core:defaultCrossStackReferences': 'strong',
      '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
      '@aws-cdk/aws-iam:minimizePolicies': true,
      // The one-machine runner finds a function's bundle by this metadata.
      'aws:cdk:enable-asset-metadata': true,
      'aws:cdk:enable-path-metadata': true,
    },
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

/** One whole plane in one region: four stacks, named after stage and region; a fifth where it has fixed addresses. */
export function planeInRegion(app: App, config: PlaneConfig, region: string): void {
  const name = (part: string): string => `mvp-${config.stage}-${region}-${part}`;
  const props = { env: { region } satisfies Environment, terminationProtection: isProduction(config) };
  const data = new DataStack(app, name('data'), config, props);
  const resources: Omit<Resources, 'queues'> = {
    table: data.table,
    bucket: data.bucket,
    keys: data.keys,
    people: data.signIn.people,
    mail: { from: config.mailFrom },
  };
  const egress = config.fixedEgress > 0 && new EgressStack(app, name('egress'), config, props);
  const outside = egress ? { ...resources, egress: egress.egress } : resources;
  const api = new ApiStack(app, name('api'), config, { ...outside, queues: {} }, props);
  const workers = new WorkersStack(app, name('workers'), config, outside, props);
  new ObserveStack(app, name('observe'), config, { data, api, workers }, props);
}
