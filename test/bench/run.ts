import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * `npm run bench`: every figure as one JSON line. `npm run bench -- units` runs one bench alone. Benches run one after
 * another, so that they do not measure each other.
 */
const benches = [
  'bundles',
  'units',
  'management',
  'events',
  'exports',
  'feed',
  'delivery',
  'recommend',
  'notify',
  'inline',
] as const;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benches.some((bench) => bench === name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. Use: ${benches.join(', ')}.`);
  process.exit(2);
}
let failed = false;
for (const bench of benches) {
  if (wanted.length > 0 && !wanted.includes(bench)) continue;
  const file = join(import.meta.dirname, `${bench}.ts`);
  const { status } = spawnSync(process.execPath, ['--no-warnings', file], { stdio: 'inherit' });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
