import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ready } from '../../../infra/local/ready.ts';

/** A whole plane in a process of its own, as `npm start -- --no-demo` runs it. */
export interface RunningPlane {
  readonly ready: Ready;
  readonly dataDir: string;
  /** kill -9, and nothing else. */
  kill(): Promise<void>;
  /** Starts again on the same data, after `kill`. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../../..');

/** Rejects, with what it printed, when it ends before it is ready. */
async function launch(dir: string): Promise<{ readonly child: ChildProcess; readonly ready: Ready }> {
  const readyFile = join(dir, 'ready.json');
  rmSync(readyFile, { force: true });
  const args = ['--no-demo', '--port', '0', '--data', join(dir, 'data'), '--ready', readyFile];
  const child = spawn(process.execPath, [join('infra', 'local', 'start.ts'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  while (!existsSync(readyFile)) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`the plane did not start:\n${Buffer.concat(output).toString('utf8')}`);
    }
    await sleep(50);
  }
  return { child, ready: JSON.parse(readFileSync(readyFile, 'utf8')) as Ready };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

export async function startPlane(): Promise<RunningPlane> {
  const dir = mkdtempSync(join(tmpdir(), 'plane-'));
  let running = await launch(dir);
  return {
    get ready() {
      return running.ready;
    },
    dataDir: join(dir, 'data'),
    kill: () => ended(running.child, 'SIGKILL'),
    start: async () => {
      running = await launch(dir);
    },
    stop: async () => {
      await ended(running.child, 'SIGTERM');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
