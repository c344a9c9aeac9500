import { spawn } from 'node:child_process';

/**
 * The lock-out guard's other half: a detached shell that outlives the agent, waits, and if the change is still
 * pending then takes it back. Nothing in it needs Node, the plane or the agent's code.
 */
const SCRIPT = 'sleep "$1"; mv "$2" "$3" 2>/dev/null || exit 0; exec nft -f "$4"';

export interface WatchdogFiles {
  readonly pending: string;
  readonly expired: string;
  readonly rollback: string;
}

/** Starts it; resolves with its process id once it runs. Rejects when no shell can be started. */
export function startWatchdog(deadlineMs: number, files: WatchdogFiles): Promise<number> {
  const seconds = (deadlineMs / 1000).toFixed(3);
  const child = spawn(
    '/bin/sh',
    ['-c', SCRIPT, 'mvp-watchdog', seconds, files.pending, files.expired, files.rollback],
    {
      detached: true,
      stdio: 'ignore',
      cwd: '/',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    },
  );
  child.unref();
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', reject);
  });
}

/** Ends a watchdog that is no longer needed, and its sleep: it leads a process group of its own. */
export function stopWatchdog(pid: number): void {
  if (pid <= 1) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

export function watchdogRuns(pid: number): boolean {
  if (pid <= 1) return false;
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
