import { SESClient } from '@aws-sdk/client-ses';
import * as z from 'zod';
import { publishedCatalogue } from '../../shared/catalogue/published.ts';
import { wireShelf } from '../../shared/catalogue/wire-shelf.ts';
import { environment, wire } from '../../shared/http/wiring.ts';
import { createSesFileMailer } from '../../shared/ports/file-mailer.ts';
import { kmsFrom } from '../../shared/ports/kms.ts';
import { createKmsSecretBox } from '../../shared/ports/secret-box.ts';
import { consumeQueue } from '../../shared/queue/consume.ts';
import { reportWork } from '../../shared/schema/bus/report-work.ts';
import { makeReport } from './make-report.ts';

const env = environment({
  MAIL_FROM: z.string(),
  KEY_SECRETS: z.string(),
  LAMBDA_TASK_ROOT: z.string().optional(),
});
const base = wire();
const shelf = wireShelf();
const deps = {
  ...base,
  ...shelf,
  catalogue: publishedCatalogue({ ...base, ...shelf }),
  mailer: createSesFileMailer(new SESClient({}), env.MAIL_FROM),
  secrets: createKmsSecretBox(kmsFrom(process.env), env.KEY_SECRETS),
  // The bundle lies in the task's root, its fonts beside it.
  fontFolder: env.LAMBDA_TASK_ROOT,
};

/** Makes the reports that people and scheduled tasks ask for (OPS-4), and mails those of tasks. */
export const handler = consumeQueue(deps.logger, reportWork, makeReport(deps));
