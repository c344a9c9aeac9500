import { execFileSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { functionEnvironment } from '../../infra/local/lambda/environment.ts';
import { isStale, synthesize } from '../../infra/local/synthesize.ts';
import { loadAssembly } from '../../infra/local/template/assembly.ts';
import { readParts } from '../../infra/local/template/read-parts.ts';
import { line, median } from './line.ts';

/**
 * Size of each function's bundle, and how long a fresh process takes to import it (the part of a cold start that is
 * ours). A bare process measures nothing but `performance.now()`; samples of all functions take turns.
 */
const SAMPLES = 15;
const MAX_BYTES = 500_000;
const MAX_IMPORT_MS = 120;

const root = resolve(import.meta.dirname, '../..');
if (isStale(root)) await synthesize(root);
const cdkOut = join(root, 'cdk.out');
writeFileSync(join(cdkOut, 'package.json'), '{"type":"commonjs"}');
const endpoint = 'http://127.0.0.1:1';
const endpoints = {
  DYNAMODB: endpoint,
  SQS: endpoint,
  S3: endpoint,
  KMS: endpoint,
  SES: endpoint,
  SCHEDULER: endpoint,
};
const assembly = loadAssembly(cdkOut);
const { functions } = readParts(assembly, {
  region: assembly.region,
  sqsEndpoint: endpoint,
  apiEndpoint: endpoint,
  issuer: endpoint,
  clientId: 'bench',
  keyId: () => '00000000-0000-4000-8000-000000000000',
});

const program =
  'const t=performance.now();require(process.argv[1]);console.log(performance.now()-t);process.exit(0)';
const coldImport = (part: (typeof functions)[number]): number =>
  Number(
    execFileSync(process.execPath, ['--eval', program, part.file], {
      env: functionEnvironment(part, assembly.region, endpoints, {}),
      encoding: 'utf8',
    }),
  );

const samples = new Map(functions.map((part) => [part, [] as number[]]));
for (let i = 0; i < SAMPLES; i++) for (const [part, times] of samples) times.push(coldImport(part));

for (const [part, times] of samples) {
  const bytes = statSync(part.file).size;
  const name = part.name;
  // The beat of rules, for whose start nobody waits, carries the engine, KMS and tar.
  const most = /ruleupdate/i.test(name) ? 600_000 : MAX_BYTES;
  line('bundle', bytes / 1000, 'kB', {
    function: name,
    target: `at most ${most / 1000}`,
    holds: bytes <= most,
  });
  const ms = median(times);
  line('cold import', ms, 'ms', { function: name, target: 'under 120', holds: ms < MAX_IMPORT_MS });
}
