import { SESClient } from '@aws-sdk/client-ses';
import * as z from 'zod';
import { environment, wire } from '../../shared/http/wiring.ts';
import { createSesMailer } from '../../shared/ports/mailer.ts';
import { consumeQueue } from '../../shared/queue/consume.ts';
import { alertNotice } from '../../shared/schema/bus/alert-notice.ts';
import { notifyAlert } from './notify-alert.ts';

const env = environment({ MAIL_FROM: z.string() });
const deps = { ...wire(), mailer: createSesMailer(new SESClient({}), env.MAIL_FROM) };

/** Tells people of raised alerts by mail (EVT-4). */
export const handler = consumeQueue(deps.logger, alertNotice, notifyAlert(deps));
