import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a template and its bundles are made of. */
const sources = ['infra', 'functions', 'shared', 'package-lock.json', 'cdk.json'];
/** Not part of the app: the runner itself and tests. */
const isApart = (path: string): boolean => path.includes(join('infra', 'local')) || path.endsWith('.test.ts');

function newest(path: string): number {
  if (isApart(path) || !existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Whether `<root>/cdk.out` is missing or older than what it is made of. */
export function isStale(root: string): boolean {
  const manifest = join(root, 'cdk.out', 'manifest.json');
  if (!existsSync(manifest)) return true;
  return Math.max(...sources.map((name) => newest(join(root, name)))) > statSync(manifest).mtimeMs;
}

/** Runs the CDK app into `<root>/cdk.out`, which is replaced whole. Throws with the app's output when it fails. */
export async function synthesize(root: string): Promise<void> {
  const target = join(root, 'cdk.out');
  const fresh = join(root, `cdk.out.${process.pid}`);
  const child = spawn(process.execPath, [join('infra', 'app.ts')], {
    cwd: root,
    env: {
      ...process.env,
      CDK_OUTDIR: fresh,
      // The bundler is looked up by name.
      PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  try {
    if (code !== 0)
      throw new Error(`the app does not synthesize:\n${Buffer.concat(output).toString('utf8')}`);
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
