import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ready } from '../../../infra/local/ready.ts';

const START = resolve(import.meta.dirname, '../../../infra/local/start.ts');
const PATIENCE_MS = 90_000;

/** The plane as a process of its own, so that it can be killed like one. */
export interface PlaneProcess {
  readonly ready: Ready;
  /** SIGKILL, and nothing said before. */
  kill(): Promise<void>;
  /** The orderly end. */
  stop(): Promise<void>;
}

export const startPlane = async (dataDir: string): Promise<PlaneProcess> => {
  const readyFile = join(dataDir, 'ready.json');
  rmSync(readyFile, { force: true });
  const output: string[] = [];
  const child = spawn(
    process.execPath,
    ['--no-warnings', START, '--no-demo', '--data', dataDir, '--port', '0', '--ready', readyFile],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => output.push(String(bytes)));
  const end = Date.now() + PATIENCE_MS;
  while (!existsSync(readyFile)) {
    if (child.exitCode !== null || Date.now() > end) {
      child.kill('SIGKILL');
      throw new Error(`the plane did not start:\n${output.join('')}`);
    }
    await sleep(50);
  }
  return {
    ready: JSON.parse(readFileSync(readyFile, 'utf8')) as Ready,
    kill: () => ended(child, 'SIGKILL'),
    stop: () => ended(child, 'SIGTERM'),
  };
};

const ended = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  await exit;
};
