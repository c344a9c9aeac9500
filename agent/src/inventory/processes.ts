import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';

/** A running process with a program; kernel threads have none. */
export interface FoundProcess {
  readonly executable: string;
  /** The systemd service that it belongs to. */
  readonly service: string | undefined;
  /** Inodes of its sockets, of those that were asked for. */
  readonly sockets: readonly string[];
}

const MOST_PROCESSES = 10_000;
const MOST_FILES = 5000;
/** After so many the event loop gets its turn: a beat must not wait for this. */
const CHUNK = 20;

/** Processes below `proc`; those in containers are left out: their packages are not the host's (AGT-15). */
export const readProcesses = async (
  proc: string,
  sockets: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<FoundProcess[]> => {
  const names = (await readdir(proc).catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found: FoundProcess[] = [];
  for (const [at, pid] of names.slice(0, MOST_PROCESSES).entries()) {
    if (at % CHUNK === 0) await breathe();
    signal.throwIfAborted();
    const process = await readProcess(join(proc, pid), sockets);
    if (process) found.push(process);
  }
  return found;
};

const readProcess = async (
  folder: string,
  sockets: ReadonlySet<string>,
): Promise<FoundProcess | undefined> => {
  const executable = await readlink(join(folder, 'exe')).catch(() => undefined);
  if (executable === undefined) return undefined;
  const cgroup = await readFile(join(folder, 'cgroup'), 'utf8').catch(() => '');
  if (/\/(?:docker|kubepods|libpod|crio|containerd|lxc)[-./]/.test(cgroup)) return undefined;
  return {
    executable: executable.replace(/ \(deleted\)$/, ''),
    service: /\/([^/\n]+)\.service(?:\/|$)/m.exec(cgroup)?.[1],
    sockets: await socketsOf(join(folder, 'fd'), sockets),
  };
};

const socketsOf = async (folder: string, wanted: ReadonlySet<string>): Promise<string[]> => {
  if (wanted.size === 0) return [];
  const names = (await readdir(folder).catch(() => [])).slice(0, MOST_FILES);
  const links = await Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => '')));
  return links.flatMap((link) => {
    const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
    return inode !== undefined && wanted.has(inode) ? [inode] : [];
  });
};
