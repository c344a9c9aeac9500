import middy from '@middy/core';
import type { Context, EventBridgeEvent } from 'aws-lambda';
import * as z from 'zod';
import { environment, wire } from '../../shared/http/wiring.ts';
import { bucketAccess } from '../../shared/ports/s3-blob.ts';
import { createS3Eraser } from '../../shared/ports/s3-erase.ts';
import { createSqsSender, sqsFrom } from '../../shared/ports/sender.ts';
import { BEAT_INTERVAL_SECONDS } from '../../shared/schema/agent/protocol.ts';
import { sweep } from './sweep.ts';

const env = environment({
  QUEUE_ORDERS: z.string(),
  QUEUE_NOTIFY: z.string(),
  QUEUE_TASKS: z.string(),
  QUEUE_REPORTS: z.string(),
  QUEUE_EXPORTS: z.string(),
  BUCKET: z.string(),
  BEAT_SECONDS: z.coerce.number().min(1).max(3600).default(BEAT_INTERVAL_SECONDS),
});
const sqs = sqsFrom(process.env);
const deps = {
  ...wire(),
  orders: createSqsSender(sqs, env.QUEUE_ORDERS),
  notify: createSqsSender(sqs, env.QUEUE_NOTIFY),
  tasks: createSqsSender(sqs, env.QUEUE_TASKS),
  reports: createSqsSender(sqs, env.QUEUE_REPORTS),
  exports: createSqsSender(sqs, env.QUEUE_EXPORTS),
  erase: createS3Eraser(bucketAccess(env.BUCKET, process.env)),
  beatSeconds: env.BEAT_SECONDS,
};

/** The plane's own beat, every five minutes. */
export const handler = middy<EventBridgeEvent<string, unknown>, void>((_event: unknown, context: Context) =>
  sweep(deps, () => context.getRemainingTimeInMillis()),
);
