import * as z from 'zod';
import { publishedCatalogue } from '../../shared/catalogue/published.ts';
import { wireShelf } from '../../shared/catalogue/wire-shelf.ts';
import { egressFrom } from '../../shared/egress/egress.ts';
import { environment, wire } from '../../shared/http/wiring.ts';
import { kmsFrom } from '../../shared/ports/kms.ts';
import { sesMailerFrom } from '../../shared/ports/mailer.ts';
import { createKmsSecretBox, DESTINATION_SECRET } from '../../shared/ports/secret-box.ts';
import { sqsFrom } from '../../shared/ports/sender.ts';
import { consumeDeliveries } from './consume.ts';

const env = environment({
  KEY_SECRETS: z.string(),
  MAIL_FROM: z.string(),
  QUEUE_DELIVER: z.string(),
});
const deps = wire();
const sqs = sqsFrom(process.env);
const shelf = wireShelf();

/** Takes what notification rules want told to the tenants' destinations (EVT-4). */
export const handler = consumeDeliveries(
  {
    ...deps,
    catalogue: publishedCatalogue({ ...deps, ...shelf }),
    egress: egressFrom(process.env),
    mailer: sesMailerFrom(process.env, env.MAIL_FROM),
    secrets: createKmsSecretBox(kmsFrom(process.env), env.KEY_SECRETS, DESTINATION_SECRET),
  },
  async (ReceiptHandle, VisibilityTimeout) => {
    await sqs('ChangeMessageVisibility', { QueueUrl: env.QUEUE_DELIVER, ReceiptHandle, VisibilityTimeout });
  },
);
