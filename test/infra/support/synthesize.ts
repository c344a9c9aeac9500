import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** What `npm run synth` writes when nothing is given: stage dev, two regions, bundles included. */
    readonly dev: string;
    /** Stage prod in the first of the two regions, without bundles. */
    readonly prod: string;
  }
}

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');

/** Runs the app as an operator would, once for all test files of this run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const place = await mkdtemp(join(tmpdir(), 'synth-'));
  const dev = join(place, 'dev');
  const prod = join(place, 'prod');
  await Promise.all([
    synthesize(dev, {}),
    synthesize(prod, {
      MVP_STAGE: 'prod',
      MVP_REGIONS: 'ap-northeast-1',
      MVP_MAIL_FROM: 'patch@example.com',
      MVP_ALARM_MAIL: 'ops@example.com',
      CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [] }),
    }),
  ]);
  project.provide('dev', dev);
  project.provide('prod', prod);
  return () => rm(place, { recursive: true, force: true });
}

/** Starts the app with nothing but `inputs` in its environment; rejects with its output when it fails. */
export const synthesize = (outdir: string, inputs: Record<string, string>) =>
  run(process.execPath, ['infra/app.ts'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, CDK_OUTDIR: outdir, ...inputs },
    maxBuffer: 16 * 1024 * 1024,
  });
