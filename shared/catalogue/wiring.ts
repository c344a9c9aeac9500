import * as z from 'zod';
import { environment, wire, wirePeople } from '../http/wiring.ts';
import { bucketAccess, createS3Blobs } from '../ports/s3-blob.ts';
import { publishedCatalogue } from './published.ts';

/** For functions that people call about rules: what every function has, and the catalogue that is in force. */
export const wireRules = () => {
  const deps = wire();
  const { BUCKET } = environment({ BUCKET: z.string() });
  const blobs = createS3Blobs(bucketAccess(BUCKET, process.env));
  return { ...deps, verifyPerson: wirePeople(), catalogue: publishedCatalogue({ ...deps, blobs }) };
};
