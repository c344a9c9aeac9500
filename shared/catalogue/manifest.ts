import * as z from 'zod';
import { fileRef } from './packed-file.ts';

/** What one source contributed to a version. */
export const sourceRecord = z.object({
  name: z.string(),
  /** Where it was read from; absent for our own rules. */
  from: z.string().optional(),
  /** Rules by file, to measure the next import against. */
  files: z.record(z.string(), z.number().int()),
  /** Names of the licence texts that came with it, or the licence that the operator named. */
  licences: z.array(z.string()),
  /** Epoch ms of the import that these rules are from: older than the version where the source failed since. */
  imported: z.number().int(),
});
export type SourceRecord = z.infer<typeof sourceRecord>;

/** Everything a version consists of. It is signed for by its hash. */
export const manifest = z.object({
  format: z.literal(1),
  version: z.number().int().positive(),
  /** Epoch ms. */
  created: z.number().int(),
  sources: z.array(sourceRecord),
  files: z.object({
    /** What lists show of usable rules. */
    index: fileRef,
    /** Signatures of usable rules with ids from `from`, in order of ids. */
    details: z.array(z.object({ from: z.number().int(), ...fileRef.shape })),
    /** Everything that is known of every rule, for the next import. */
    rules: fileRef,
    /** Which id was ever given to what. */
    ids: fileRef,
    report: fileRef,
    licences: fileRef,
  }),
});
export type Manifest = z.infer<typeof manifest>;

export const CATALOGUE_TYPE = 'mvp-catalogue+jwt';

/** What the `rules` key signs: one version, by the hash of its manifest. */
export const catalogueHead = z.object({
  version: z.number().int().positive(),
  manifest: fileRef,
  created: z.number().int(),
});
export type CatalogueHead = z.infer<typeof catalogueHead>;

export const licenceText = z.object({ source: z.string(), name: z.string(), text: z.string() });
export type LicenceText = z.infer<typeof licenceText>;
