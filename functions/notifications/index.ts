import * as z from 'zod';
import { egressFrom } from '../../shared/egress/egress.ts';
import { api } from '../../shared/http/api.ts';
import { environment, wire, wirePeople } from '../../shared/http/wiring.ts';
import { kmsFrom } from '../../shared/ports/kms.ts';
import { sesMailerFrom } from '../../shared/ports/mailer.ts';
import { createKmsSecretBox, DESTINATION_SECRET } from '../../shared/ports/secret-box.ts';
import { notificationHandlers } from './handlers.ts';

const env = environment({ KEY_SECRETS: z.string(), MAIL_FROM: z.string() });
const deps = {
  ...wire(),
  verifyPerson: wirePeople(),
  egress: egressFrom(process.env),
  mailer: sesMailerFrom(process.env, env.MAIL_FROM),
  secrets: createKmsSecretBox(kmsFrom(process.env), env.KEY_SECRETS, DESTINATION_SECRET),
};

/** What is told to whom (EVT-4): notification rules and their destinations. */
export const handler = api(deps, notificationHandlers(deps));
