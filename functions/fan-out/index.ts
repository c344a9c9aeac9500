import * as z from 'zod';
import { publishedCatalogue } from '../../shared/catalogue/published.ts';
import { wireShelf } from '../../shared/catalogue/wire-shelf.ts';
import { environment, wire } from '../../shared/http/wiring.ts';
import { createSqsSender, sqsFrom } from '../../shared/ports/sender.ts';
import { consumeStream } from '../../shared/queue/consume.ts';
import { followRecord } from './follow.ts';
import { rememberedRules } from './remembered-rules.ts';

const env = environment({
  QUEUE_ORDERS: z.string(),
  QUEUE_NOTIFY: z.string(),
  QUEUE_TASKS: z.string(),
  QUEUE_REPORTS: z.string(),
  QUEUE_EXPORTS: z.string(),
  QUEUE_DELIVER: z.string(),
});
const { logger, ...deps } = wire();
const shelf = wireShelf();
const sqs = sqsFrom(process.env);

/** Reads the table's stream: what must also happen follows from what was stored. */
export const handler = consumeStream(
  logger,
  followRecord({
    ...deps,
    ...shelf,
    // What a tenant just took up is what is compiled for it now.
    catalogue: publishedCatalogue({ ...deps, ...shelf, askEvery: 0 }),
    orders: createSqsSender(sqs, env.QUEUE_ORDERS),
    notify: createSqsSender(sqs, env.QUEUE_NOTIFY),
    tasks: createSqsSender(sqs, env.QUEUE_TASKS),
    reports: createSqsSender(sqs, env.QUEUE_REPORTS),
    exports: createSqsSender(sqs, env.QUEUE_EXPORTS),
    deliver: createSqsSender(sqs, env.QUEUE_DELIVER),
    notificationRules: rememberedRules(deps.store, deps.now),
  }),
);
