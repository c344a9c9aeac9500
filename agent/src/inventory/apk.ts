import type { InstalledPackage } from '../../../shared/domain/recommendation/inventory.ts';

export interface ApkDatabase {
  readonly packages: readonly InstalledPackage[];
  /** Path of a file below the root, without the first slash, to its package. */
  readonly owners: ReadonlyMap<string, string>;
}

/** `/lib/apk/db/installed`: P name, V version, o origin, F folder, R file in it. Owners only of `wanted` files. */
export const parseApkDatabase = (database: string, wanted: ReadonlySet<string>): ApkDatabase => {
  const packages: InstalledPackage[] = [];
  const owners = new Map<string, string>();
  for (const paragraph of database.split(/\n\n+/)) {
    const found = { P: '', V: '', o: '' };
    let folder = '';
    for (const line of paragraph.split('\n')) {
      const [letter, value] = [line[0], line.slice(2)];
      if (letter === 'P' || letter === 'V' || letter === 'o') found[letter] = value;
      else if (letter === 'F') folder = value;
      else if (letter === 'R') {
        const path = folder === '' ? value : `${folder}/${value}`;
        if (wanted.has(path)) owners.set(path, found.P);
      }
    }
    if (found.P === '') continue;
    packages.push({ name: found.P, version: found.V, source: found.o || found.P, sourceVersion: found.V });
  }
  return { packages, owners };
};
