import * as z from 'zod';
import { environment } from '../http/wiring.ts';
import { kmsFrom } from '../ports/kms.ts';
import { bucketAccess, createS3Blobs } from '../ports/s3-blob.ts';
import { kmsTrustedKeys } from '../ports/trusted-keys.ts';
import type { Shelf } from './load.ts';

/** Where versions of the rules lie, and the key that must have signed them. */
export const wireShelf = (): Shelf => {
  const { BUCKET, KEY_RULES } = environment({ BUCKET: z.string(), KEY_RULES: z.string() });
  return {
    blobs: createS3Blobs(bucketAccess(BUCKET, process.env)),
    trustedKeys: kmsTrustedKeys(kmsFrom(process.env), { rules: KEY_RULES }),
  };
};
