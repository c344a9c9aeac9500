import * as z from 'zod';
import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../shared/http/api.ts';
import { environment, wire, wirePeople } from '../../shared/http/wiring.ts';
import { bucketAccess, createS3Blobs } from '../../shared/ports/s3-blob.ts';
import { scanFunction } from './handlers.ts';
import { createIndexReader } from './read-index.ts';

const env = environment({ BUCKET: z.string() });
const base = wire();
const blobs = createS3Blobs(bucketAccess(env.BUCKET, process.env));
const deps = {
  ...base,
  verifyPerson: wirePeople(),
  catalogue: starterCatalogue,
  readIndex: createIndexReader(base.store, blobs),
};

/** Recommendation scans: what hosts tell of themselves, what is decided of it, and what covers which CVE. */
export const handler = api(deps, scanFunction(deps));
