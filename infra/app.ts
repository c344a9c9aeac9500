import { ConfigError, environmentName, type PlaneConfig, readConfig } from './config.ts';
import { planeApp, planeInRegion } from './stacks/plane.ts';

const app = planeApp(process.env.CDK_OUTDIR ?? 'cdk.out');
try {
  const config: PlaneConfig = readConfig(
    (input) => app.node.tryGetContext(input) ?? process.env[environmentName(input)],
  );
  for (const region of config.regions) planeInRegion(app, config, region);
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
