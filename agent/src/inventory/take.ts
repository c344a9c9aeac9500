import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Inventory, Listener, RunningProgram } from '../../../shared/domain/recommendation/inventory.ts';
import {
  MOST_LISTENERS,
  MOST_PACKAGES,
  MOST_PROGRAMS,
  MOST_SERVICES,
  MOST_TEXT,
} from '../../../shared/schema/agent/inventory.ts';
import { readOs } from './os-release.ts';
import { type Packages, readPackages } from './package-source.ts';
import { type FoundProcess, readProcesses } from './processes.ts';
import { type ListeningSocket, parseSockets } from './sockets.ts';

export interface InventoryOptions {
  /** Another root than `/`, e.g. of an image; what runs is then read from its own `proc`, if there is one. */
  readonly root?: string;
  readonly signal?: AbortSignal;
}

const LONGEST = 120_000;

/**
 * What this host has installed and runs. Nothing is started but rpm; long work is cut up, so that beats go on; lists
 * are bounded and sorted, so that an unchanged host gives an equal inventory.
 */
export const takeInventory = async (options: InventoryOptions = {}): Promise<Inventory> => {
  const root = options.root ?? '/';
  const deadline = AbortSignal.timeout(LONGEST);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  const proc = join(root, 'proc');
  const sockets = await readSockets(proc);
  const processes = await readProcesses(proc, new Set(sockets.map(({ inode }) => inode)), signal);
  const programs = [...new Set(processes.map(({ executable }) => executable))].sort().slice(0, MOST_PROGRAMS);
  const packages = await readPackages(root, programs);
  signal.throwIfAborted();
  return {
    os: readOs(await textOf(join(root, 'etc/os-release'), join(root, 'usr/lib/os-release'))),
    packageFormat: packages.format,
    packages: packages.packages.filter(fits).slice(0, MOST_PACKAGES).sort(byName),
    listeners: listenersOf(sockets, processes, packages),
    processes: programs
      .filter((program) => program.length <= MOST_TEXT)
      .map((program) => programOf(program, packages)),
    services: await servicesOf(root, processes),
  };
};

const readSockets = async (proc: string): Promise<ListeningSocket[]> => {
  const tables = [
    ['tcp', 'tcp'],
    ['tcp6', 'tcp'],
    ['udp', 'udp'],
    ['udp6', 'udp'],
  ] as const;
  const read = await Promise.all(
    tables.map(async ([file, protocol]) => parseSockets(await textOf(join(proc, 'net', file)), protocol)),
  );
  return read.flat();
};

const programOf = (executable: string, { owners }: Packages): RunningProgram => {
  const owner = owners.get(executable);
  return { executable, ...(owner !== undefined && { package: owner }) };
};

/** One line for each place and program; workers that share a socket are one. */
const listenersOf = (
  sockets: readonly ListeningSocket[],
  processes: readonly FoundProcess[],
  packages: Packages,
): Listener[] => {
  const holders = new Map(
    processes.flatMap(({ executable, sockets: held }) => held.map((inode) => [inode, executable] as const)),
  );
  const byPlace = new Map<string, Listener>();
  for (const { protocol, address, port, inode } of sockets) {
    const executable = holders.get(inode);
    const program =
      executable !== undefined && executable.length <= MOST_TEXT ? programOf(executable, packages) : {};
    byPlace.set(`${protocol} ${String(port).padStart(5, '0')} ${address} ${executable ?? ''}`, {
      protocol,
      port,
      address,
      ...program,
    });
  }
  return [...byPlace]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, listener]) => listener)
    .slice(0, MOST_LISTENERS);
};

/** systemd's by the groups of their processes, OpenRC's by its list. */
const servicesOf = async (root: string, processes: readonly FoundProcess[]): Promise<string[]> => {
  const openRc = await readdir(join(root, 'run/openrc/started')).catch(() => []);
  const systemd = processes.flatMap(({ service }) => (service === undefined ? [] : [service]));
  const names = [...new Set([...systemd, ...openRc])].filter((name) => name.length <= MOST_TEXT);
  return names.sort().slice(0, MOST_SERVICES);
};

const fits = ({ name, version, source = '', sourceVersion = '' }: Inventory['packages'][number]): boolean =>
  [name, version, source, sourceVersion].every((text) => text.length <= MOST_TEXT);

const byName = (a: { name: string; version: string }, b: { name: string; version: string }): number =>
  a.name < b.name || (a.name === b.name && a.version < b.version) ? -1 : 1;

const textOf = async (...paths: readonly string[]): Promise<string> => {
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  return '';
};
