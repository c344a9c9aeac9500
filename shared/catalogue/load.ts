import { applicationTypes } from '../domain/ips/catalogue/application-types/index.ts';
import { type Catalogue, catalogueOf } from '../domain/ips/catalogue/index.ts';
import type { Blobs } from '../ports/blob.ts';
import type { TrustedKeys } from '../ports/trusted-keys.ts';
import { type IndexRow, ruleOfRow } from './index-row.ts';
import { type Manifest, manifest } from './manifest.ts';
import { type FileRef, readFile } from './packed-file.ts';
import { openHead } from './signed-head.ts';
import type { SignedVersion } from './write-version.ts';

/** Signatures by rule id. */
type Texts = ReadonlyMap<number, readonly string[]>;

/** Files of details that an instance keeps unpacked; each is about 150 kB. */
const MOST_KEPT = 64;
const AT_ONCE = 8;

/** Where versions lie, and who may vouch for them: never a key that lies beside them. */
export interface Shelf {
  readonly blobs: Blobs;
  readonly trustedKeys: TrustedKeys;
}

/** The manifest of a version, its signature verified first. Throws when anything of it is not as it was signed. */
export const readManifest = async (
  { blobs, trustedKeys }: Shelf,
  { jws }: SignedVersion,
): Promise<Manifest> => {
  const head = openHead(jws, await trustedKeys());
  const read = manifest.parse(await readFile(blobs, head.manifest));
  if (read.version !== head.version) throw new Error('the manifest is of another version');
  return read;
};

/** A version as functions use it: the index at once, signatures of rules when they are asked for. */
export const loadCatalogue = async (shelf: Shelf, signed: SignedVersion): Promise<Catalogue> => {
  const { blobs } = shelf;
  const { version, files } = await readManifest(shelf, signed);
  // What the signature vouches for was written by us, so its rows are not checked one by one.
  const rows = (await readFile(blobs, files.index)) as readonly IndexRow[];
  return {
    ...catalogueOf(rows.map(ruleOfRow), applicationTypes),
    version,
    signatures: signaturesFrom(blobs, files.details),
  };
};

const signaturesFrom = (blobs: Blobs, details: Manifest['files']['details']) => {
  const kept = new Map<number, Promise<Texts>>();
  const load = (file: FileRef & { readonly from: number }): Promise<Texts> => {
    const known = kept.get(file.from);
    if (known) return known;
    const loading = readFile(blobs, file).then(
      (rows) => new Map(rows as readonly (readonly [number, readonly string[]])[]),
    );
    kept.set(file.from, loading);
    loading.catch(() => kept.delete(file.from));
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return loading;
  };
  return async (ruleIDs: readonly number[]): Promise<Texts> => {
    const wanted = [...new Set(ruleIDs)];
    const files = new Set(wanted.map((ID) => details.findLast(({ from }) => from <= ID)));
    const found = new Map<number, readonly string[]>();
    const queue = [...files].filter((file) => file !== undefined);
    for (let at = 0; at < queue.length; at += AT_ONCE) {
      for (const texts of await Promise.all(queue.slice(at, at + AT_ONCE).map(load))) {
        for (const ID of wanted) {
          const signatures = texts.get(ID);
          if (signatures) found.set(ID, signatures);
        }
      }
    }
    return found;
  };
};
