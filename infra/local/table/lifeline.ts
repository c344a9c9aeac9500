import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Starts a program that must not outlive us, not even if we are killed with -9. A shell becomes the program
 * (`exec`, so the child's pid is the program's) after leaving a watcher behind, which reads a pipe of ours and
 * ends the program when the pipe closes.
 */
const script = '(read -r _ <&3; kill -TERM $$ 2>/dev/null) >/dev/null 2>&1 & exec "$@" 3<&-';

/** Output of the program goes to `output`, a file descriptor. */
export function spawnWithLifeline(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  output: number,
): ChildProcess {
  const child = spawn('/bin/sh', ['-c', script, 'sh', command, ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', output, output, 'pipe'],
  });
  // Its end is closed when the program is gone, so that the watcher is not left waiting to kill a stranger.
  const lifeline = child.stdio[3];
  lifeline?.on('error', () => undefined);
  child.once('exit', () => lifeline?.destroy());
  return child;
}
