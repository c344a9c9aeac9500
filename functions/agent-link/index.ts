import * as z from 'zod';
import { type ApiDeps, api } from '../../shared/http/api.ts';
import { environment, wire } from '../../shared/http/wiring.ts';
import type { Blobs } from '../../shared/ports/blob.ts';
import { kmsFrom } from '../../shared/ports/kms.ts';
import { bucketAccess, createS3Blobs } from '../../shared/ports/s3-blob.ts';
import { createKmsSigner, type Signer } from '../../shared/ports/signer.ts';
import { BEAT_INTERVAL_SECONDS } from '../../shared/schema/agent/protocol.ts';
import { beat } from './beat.ts';
import { fetchContent } from './content.ts';
import { deactivate } from './deactivate.ts';
import { createKillList } from './kill-list.ts';
import { sendEvents } from './send-events.ts';
import { createSettledRules, type SettledRules } from './settled-rules.ts';

export interface LinkDeps extends ApiDeps {
  readonly blobs: Blobs;
  readonly signer: Signer;
  readonly random: () => number;
  readonly beatSeconds: number;
  readonly killList: ReturnType<typeof createKillList>;
  readonly settledRules: SettledRules;
}

const env = environment({
  BUCKET: z.string(),
  KEY_POLICY: z.string(),
  BEAT_SECONDS: z.coerce.number().min(1).max(3600).default(BEAT_INTERVAL_SECONDS),
});

const base = wire();
const deps: LinkDeps = {
  ...base,
  killList: createKillList(base.store, base.now),
  settledRules: createSettledRules(base.store, base.now),
  blobs: createS3Blobs(bucketAccess(env.BUCKET, process.env)),
  signer: createKmsSigner(kmsFrom(process.env), { policy: env.KEY_POLICY }),
  random: Math.random,
  beatSeconds: env.BEAT_SECONDS,
};

/** Where activated agents talk to the plane. */
export const handler = api(deps, [beat(deps), fetchContent(deps), sendEvents(deps), deactivate(deps)]);
