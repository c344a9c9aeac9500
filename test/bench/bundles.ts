import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import type { FunctionPart } from '../../infra/local/template/parts.ts';
import { deployed } from './deployed.ts';
import { line, median } from './line.ts';

/**
 * Size of each function's bundle, and how long a fresh process takes to import it (the part of a cold start that is
 * ours). A bare process measures nothing but `performance.now()`; samples of all functions take turns.
 */
const SAMPLES = 15;
const MAX_BYTES = 500_000;
const MAX_IMPORT_MS = 120;

const plane = await deployed();

const program =
  'const t=performance.now();require(process.argv[1]);console.log(performance.now()-t);process.exit(0)';
const coldImport = (part: FunctionPart): number =>
  Number(
    execFileSync(process.execPath, ['--eval', program, part.file], {
      env: plane.environment(part),
      encoding: 'utf8',
    }),
  );

const samples = new Map(plane.functions.map((part) => [part, [] as number[]]));
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
