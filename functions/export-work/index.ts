import * as z from 'zod';
import { publishedCatalogue } from '../../shared/catalogue/published.ts';
import { environment, wire } from '../../shared/http/wiring.ts';
import { bucketAccess, createS3Blobs } from '../../shared/ports/s3-blob.ts';
import { consumeQueue } from '../../shared/queue/consume.ts';
import { exportWork } from '../../shared/schema/bus/export-work.ts';
import { workExport } from './work-export.ts';

const env = environment({ BUCKET: z.string() });
const base = wire();
const blobs = createS3Blobs(bucketAccess(env.BUCKET, process.env));
const deps = { ...base, blobs, catalogue: publishedCatalogue({ ...base, blobs }) };

/** Writes the events that tenants take home (EVT-3), one part after the other. */
export const handler = consumeQueue(deps.logger, exportWork, workExport(deps));
