import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Endpoints, functionEnvironment } from '../../infra/local/lambda/environment.ts';
import { isStale, synthesize } from '../../infra/local/synthesize.ts';
import { loadAssembly } from '../../infra/local/template/assembly.ts';
import type { FunctionPart } from '../../infra/local/template/parts.ts';
import { readParts } from '../../infra/local/template/read-parts.ts';

/** The functions as the template deploys them: bundle, environment, memory. */
export interface Deployed {
  readonly functions: readonly FunctionPart[];
  /** The whole environment of one. What it is not told of listens nowhere. */
  environment(
    part: FunctionPart,
    endpoints?: Partial<Endpoints>,
    overrides?: Readonly<Record<string, string>>,
  ): Record<string, string>;
}

const nowhere = 'http://127.0.0.1:1';

/** Synthesizes when the sources are newer than what was synthesized last. */
export const deployed = async (): Promise<Deployed> => {
  const root = resolve(import.meta.dirname, '../..');
  if (isStale(root)) await synthesize(root);
  const cdkOut = join(root, 'cdk.out');
  writeFileSync(join(cdkOut, 'package.json'), '{"type":"commonjs"}');
  const assembly = loadAssembly(cdkOut);
  const { functions } = readParts(assembly, {
    region: assembly.region,
    sqsEndpoint: nowhere,
    apiEndpoint: nowhere,
    issuer: nowhere,
    clientId: 'bench',
    keyId: () => '00000000-0000-4000-8000-000000000000',
  });
  const services = { DYNAMODB: nowhere, SQS: nowhere, S3: nowhere, KMS: nowhere, SES: nowhere };
  return {
    functions,
    environment: (part, endpoints, overrides = {}) =>
      functionEnvironment(
        part,
        assembly.region,
        { ...services, SCHEDULER: nowhere, ...endpoints },
        overrides,
      ),
  };
};

/** What a function's process answers: the handler's answer, and the most memory it ever held, in MB. */
export interface Answer {
  readonly answer: unknown;
  readonly megabytes: number;
}

export interface Instance {
  invoke(event: unknown): Promise<Answer>;
  stop(): void;
}

/** Nothing but the bundle: no types to strip, which alone would take a hundred megabytes. */
const program = `
const { handler } = require(process.argv[1]);
const { readFileSync } = require('node:fs');
process.on('message', async (event) => {
  const answer = await handler(event, {}).catch(String);
  const [, peak] = /VmHWM:\\s+(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
  process.send({ answer, megabytes: Number(peak) / 1024 });
});`;

/** A fresh instance of a function, with the flags that its environment gives to Node, as Lambda does. */
export const startInstance = (part: FunctionPart, env: Record<string, string>): Instance => {
  const child: ChildProcess = spawn(process.execPath, ['--eval', program, part.file], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    async invoke(event) {
      child.send(event as object);
      const [told] = (await Promise.race([
        once(child, 'message'),
        once(child, 'exit').then(([code]) => {
          throw new Error(`the function's process ended: ${code}`);
        }),
      ])) as [Answer];
      return told;
    },
    stop: () => child.kill('SIGKILL'),
  };
};
