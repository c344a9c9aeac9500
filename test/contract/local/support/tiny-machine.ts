import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Machine, startMachine } from '../../../../infra/local/machine.ts';
import { writeTinyApp } from './tiny-app.ts';

/** A machine that runs the tiny app, with a folder of its own. */
export interface TinyMachine {
  readonly dir: string;
  /** The running machine; another one after `restart`. */
  readonly machine: Machine;
  /** What a function noted so far. */
  noted<T>(name: string): T[];
  /** What the machine reported as wrong. */
  readonly reports: readonly string[];
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const client = (endpoint: string) => ({
  endpoint,
  region: 'eu-test-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

export async function tinyMachine(): Promise<TinyMachine> {
  const dir = mkdtempSync(join(tmpdir(), 'tiny-'));
  const out = join(dir, 'out');
  const cdkOut = join(dir, 'cdk.out');
  writeTinyApp(cdkOut, out);
  const reports: string[] = [];
  const start = (): Promise<Machine> =>
    startMachine({
      dataDir: join(dir, 'data'),
      cdkOut,
      port: 0,
      report: (message) => {
        reports.push(message);
      },
    });
  let machine = await start();
  return {
    dir,
    get machine() {
      return machine;
    },
    reports,
    noted: <T>(name: string): T[] => {
      const file = join(out, name);
      if (!existsSync(file)) return [];
      const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line) as T);
    },
    restart: async () => {
      await machine.stop();
      machine = await start();
    },
    stop: async () => {
      await machine.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
