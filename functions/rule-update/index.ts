import * as z from 'zod';
import { egressFrom } from '../../shared/egress/egress.ts';
import { environment, wire } from '../../shared/http/wiring.ts';
import { kmsFrom } from '../../shared/ports/kms.ts';
import { bucketAccess, createS3Blobs } from '../../shared/ports/s3-blob.ts';
import { createKmsSigner } from '../../shared/ports/signer.ts';
import { runRuleUpdate } from './run.ts';
import { readAny } from './source/read-any.ts';
import { readUrl } from './source/read-url.ts';

const env = environment({
  BUCKET: z.string(),
  KEY_RULES: z.string(),
  /** Set on one machine alone: sources may be paths. */
  RULE_PATHS: z.literal('allowed').optional(),
});
const { logger, ...base } = wire();
const egress = egressFrom(process.env);
const deps = {
  ...base,
  blobs: createS3Blobs(bucketAccess(env.BUCKET, process.env)),
  signer: createKmsSigner(kmsFrom(process.env), { rules: env.KEY_RULES }),
  readSource: env.RULE_PATHS ? readAny(egress) : readUrl(egress),
};

/** The plane's beat of rules, every five minutes; mostly there is nothing to do. */
export const handler = async (): Promise<void> => {
  const imported = await runRuleUpdate(deps);
  if (!imported || imported.failures.length === 0) return;
  for (const failure of imported.failures) logger.error('a source of rules failed', { ...failure });
  // Everything is written down; this is for the alarm.
  throw new Error(`${imported.failures.length} sources of rules failed`);
};
