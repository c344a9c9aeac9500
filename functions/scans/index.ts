import * as z from 'zod';
import { wireRules } from '../../shared/catalogue/wiring.ts';
import { api } from '../../shared/http/api.ts';
import { environment } from '../../shared/http/wiring.ts';
import { bucketAccess, createS3Blobs } from '../../shared/ports/s3-blob.ts';
import { scanFunction } from './handlers.ts';
import { createIndexReader } from './read-index.ts';
import { tenantRuleUpdateHandlers } from './rule-updates.ts';

const { BUCKET } = environment({ BUCKET: z.string() });
const rules = wireRules();
const blobs = createS3Blobs(bucketAccess(BUCKET, process.env));
const deps = { ...rules, blobs, readIndex: createIndexReader(rules.store, blobs) };

/** Recommendation scans: what hosts tell of themselves, what is decided of it, what covers which CVE; versions of the rules. */
export const handler = api(deps, [...scanFunction(deps), ...tenantRuleUpdateHandlers(deps)]);
