import middy from '@middy/core';
import type { EventBridgeEvent } from 'aws-lambda';
import * as z from 'zod';
import { egressFrom } from '../../shared/egress/egress.ts';
import { environment, wire } from '../../shared/http/wiring.ts';
import { bucketAccess, createS3Blobs } from '../../shared/ports/s3-blob.ts';
import { runAdvisoryUpdate } from './run.ts';
import { readAny } from './source/read-any.ts';
import { readUrl } from './source/read-url.ts';

const env = environment({
  BUCKET: z.string(),
  /** Set on one machine alone: sources may be paths. */
  RULE_PATHS: z.literal('allowed').optional(),
});
const { logger: _logger, ...base } = wire();
const egress = egressFrom(process.env);
const deps = {
  ...base,
  blobs: createS3Blobs(bucketAccess(env.BUCKET, process.env)),
  readSource: env.RULE_PATHS ? readAny(egress) : readUrl(egress),
};

/** The plane's beat of advisories; mostly there is nothing to do. */
export const handler = middy<EventBridgeEvent<string, unknown>, void>(async () => {
  await runAdvisoryUpdate(deps);
});
