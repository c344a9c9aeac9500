import { KMSClient } from '@aws-sdk/client-kms';
import { SESClient } from '@aws-sdk/client-ses';
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { publishedCatalogue } from '../../shared/catalogue/published.ts';
import { egressFrom } from '../../shared/egress/egress.ts';
import { environment, wire } from '../../shared/http/wiring.ts';
import { createSesMailer } from '../../shared/ports/mailer.ts';
import { bucketAccess, createS3Blobs } from '../../shared/ports/s3-blob.ts';
import { createKmsSecretBox, DESTINATION_SECRET } from '../../shared/ports/secret-box.ts';
import { consumeDeliveries } from './consume.ts';

const env = environment({
  BUCKET: z.string(),
  KEY_SECRETS: z.string(),
  MAIL_FROM: z.string(),
  QUEUE_DELIVER: z.string(),
});
const deps = wire();
const sqs = new SQSClient({});
const blobs = createS3Blobs(bucketAccess(env.BUCKET, process.env));

/** Takes what notification rules want told to the tenants' destinations (EVT-4). */
export const handler = consumeDeliveries(
  {
    ...deps,
    catalogue: publishedCatalogue({ ...deps, blobs }),
    egress: egressFrom(process.env),
    mailer: createSesMailer(new SESClient({}), env.MAIL_FROM),
    secrets: createKmsSecretBox(new KMSClient({}), env.KEY_SECRETS, DESTINATION_SECRET),
  },
  async (ReceiptHandle, VisibilityTimeout) => {
    const put = { QueueUrl: env.QUEUE_DELIVER, ReceiptHandle, VisibilityTimeout };
    await sqs.send(new ChangeMessageVisibilityCommand(put));
  },
);
