import type { ImportReport } from '../domain/rule-update/feed/assemble.ts';
import type { FeedRule } from '../domain/rule-update/feed/feed-rule.ts';
import type { IdRegistry } from '../domain/rule-update/feed/identify.ts';
import type { Blobs } from '../ports/blob.ts';
import type { Signer } from '../ports/signer.ts';
import { indexRow } from './index-row.ts';
import {
  CATALOGUE_TYPE,
  type CatalogueHead,
  type LicenceText,
  type Manifest,
  type SourceRecord,
} from './manifest.ts';
import { type FileRef, writeFile } from './packed-file.ts';

export interface NewVersion {
  readonly version: number;
  /** Epoch ms. */
  readonly created: number;
  /** By id. */
  readonly rules: readonly FeedRule[];
  readonly registry: IdRegistry;
  readonly report: ImportReport;
  readonly sources: readonly SourceRecord[];
  readonly licences: readonly LicenceText[];
}

/** A version that can be read: its signed head. */
export interface SignedVersion {
  readonly jws: string;
}

/** Ids in one file of details: about 25 kB each with the open feed. */
const IDS_PER_FILE = 2_000;

/** Stores a version, last of all its manifest, and signs for it. Written twice it is the same. */
export const writeVersion = async (
  { blobs, signer }: { readonly blobs: Blobs; readonly signer: Signer },
  version: NewVersion,
): Promise<SignedVersion> => {
  const usable = version.rules.filter(({ unsupported }) => unsupported === undefined);
  const files: Manifest['files'] = {
    index: await writeFile(blobs, usable.map(indexRow)),
    details: await writeDetails(blobs, usable),
    rules: await writeFile(blobs, version.rules),
    ids: await writeFile(blobs, version.registry),
    report: await writeFile(blobs, version.report),
    licences: await writeFile(blobs, version.licences),
  };
  const { version: number, created, sources } = version;
  const written: Manifest = { format: 1, version: number, created, sources: [...sources], files };
  const head: CatalogueHead = { version: number, manifest: await writeFile(blobs, written), created };
  return { jws: await signer.sign('rules', CATALOGUE_TYPE, head) };
};

const writeDetails = async (
  blobs: Blobs,
  rules: readonly FeedRule[],
): Promise<(FileRef & { from: number })[]> => {
  const groups = Map.groupBy(rules, ({ ID }) => Math.floor(ID / IDS_PER_FILE) * IDS_PER_FILE);
  const written: (FileRef & { from: number })[] = [];
  for (const [from, group] of groups) {
    const file = await writeFile(
      blobs,
      group.map(({ ID, signatures }) => [ID, signatures]),
    );
    written.push({ from, ...file });
  }
  return written;
};
