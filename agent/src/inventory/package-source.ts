import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { InstalledPackage, Inventory } from '../../../shared/domain/recommendation/inventory.ts';
import { runTool } from '../host/tool.ts';
import { parseApkDatabase } from './apk.ts';
import { parseDpkgStatus } from './dpkg.ts';
import { parseRpmList, parseRpmOwners, RPM_FORMAT } from './rpm.ts';

export interface Packages {
  readonly format: Inventory['packageFormat'];
  readonly packages: readonly InstalledPackage[];
  /** By path: the package that a program belongs to. */
  readonly owners: ReadonlyMap<string, string>;
}

/** What stands for the owner of a program where the package manager could not be asked. */
export const UNKNOWN_OWNER = '?';

const MOST_BYTES = 64 * 1024 * 1024;
const TOOL_TIMEOUT = 60_000;

/** Packages of the first package manager that this root has, and which of them `programs` belong to. */
export const readPackages = async (root: string, programs: readonly string[]): Promise<Packages> => {
  const status = await readBounded(join(root, 'var/lib/dpkg/status'));
  if (status !== undefined) {
    const packages = parseDpkgStatus(status);
    return { format: 'deb', packages, owners: await dpkgOwners(root, programs) };
  }
  for (const path of ['lib/apk/db/installed', 'usr/lib/apk/db/installed']) {
    const database = await readBounded(join(root, path));
    if (database === undefined) continue;
    const wanted = new Set(programs.flatMap(spellings).map((program) => program.slice(1)));
    const { packages, owners } = parseApkDatabase(database, wanted);
    const of = (program: string) =>
      spellings(program)
        .map((path) => owners.get(path.slice(1)))
        .find((owner) => owner);
    return { format: 'apk', packages, owners: owned(programs, of) };
  }
  return readRpm(root, programs);
};

const readRpm = async (root: string, programs: readonly string[]): Promise<Packages> => {
  const place = root === '/' ? [] : ['--root', root];
  const list = await runTool(
    'rpm',
    [...place, '--query', '--all', '--queryformat', RPM_FORMAT],
    '',
    TOOL_TIMEOUT,
  );
  const packages = list.ok ? parseRpmList(list.stdout) : [];
  if (packages.length === 0) return { format: 'none', packages: [], owners: new Map() };
  if (programs.length === 0) return { format: 'rpm', packages, owners: new Map() };
  // Its exit code says that some are owned by none; the lines say which.
  const asked = await runTool(
    'sh',
    [
      '-c',
      'rpm "$@" || true',
      'rpm',
      ...place,
      '--query',
      '--queryformat',
      '%{NAME}\\n',
      '--file',
      ...programs,
    ],
    '',
    TOOL_TIMEOUT,
  );
  const owners = asked.ok
    ? parseRpmOwners(asked.stdout, programs)
    : new Map(programs.map((program) => [program, UNKNOWN_OWNER]));
  return { format: 'rpm', packages, owners };
};

/** The lists of files beside dpkg's status, looked through for the programs; `NAME:arch.list` for foreign ones. */
const dpkgOwners = async (root: string, programs: readonly string[]): Promise<Map<string, string>> => {
  const wanted = new Set(programs.flatMap(spellings));
  const folder = join(root, 'var/lib/dpkg/info');
  const found = new Map<string, string>();
  const lists = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.list'));
  for (const [at, name] of lists.entries()) {
    if (at % 20 === 0) await breathe();
    const text = (await readBounded(join(folder, name))) ?? '';
    for (const path of text.split('\n'))
      if (wanted.has(path)) found.set(path, name.replace(/(?::[^:]*)?\.list$/, ''));
  }
  return owned(programs, (program) =>
    spellings(program)
      .map((path) => found.get(path))
      .find((owner) => owner),
  );
};

/** Where `/bin` is a link to `/usr/bin`, packages may know a program by either. */
const spellings = (program: string): string[] =>
  program.startsWith('/usr/') ? [program, program.slice('/usr'.length)] : [program, `/usr${program}`];

const owned = (
  programs: readonly string[],
  ownerOf: (program: string) => string | undefined,
): Map<string, string> =>
  new Map(
    programs.flatMap((program): [string, string][] => {
      const owner = ownerOf(program);
      return owner === undefined ? [] : [[program, owner]];
    }),
  );

const readBounded = async (path: string): Promise<string | undefined> => {
  try {
    if ((await stat(path)).size > MOST_BYTES) return undefined;
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
};
