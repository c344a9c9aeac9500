import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Operation } from './rpc.ts';

const execute = promisify(execFile);

/** The agent's own command line, as a user would start it. Its code is another room: it is known by its path only. */
const CLI = fileURLToPath(new URL('../../../agent/src/cli/main.ts', import.meta.url));
const node = ['--no-warnings', CLI];

/** Runs the agent inside the namespace. */
export const agentOperations = () => {
  let agent: ChildProcess | undefined;
  return {
    /** One command to its end, e.g. `activate`, `status --json`. */
    async agent({ args }: { args: string[] }) {
      return (await execute(process.execPath, [...node, ...args], { maxBuffer: 1 << 22 })).stdout;
    },
    /** `agent run`, until it is stopped. */
    startAgent({ args, log }: { args: string[]; log: string }) {
      const out = openSync(log, 'a', 0o600);
      agent = spawn(process.execPath, [...node, 'run', ...args], { stdio: ['ignore', out, out] });
      return agent.pid;
    },
    async stopAgent() {
      if (!agent || agent.exitCode !== null || agent.signalCode !== null) return;
      const ended = new Promise((done) => agent?.once('exit', done));
      agent.kill('SIGTERM');
      await ended;
    },
  } satisfies Record<string, Operation>;
};
