import { SESClient } from '@aws-sdk/client-ses';
import * as z from 'zod';
import { environment, wire } from '../../shared/http/wiring.ts';
import { createSesMailer } from '../../shared/ports/mailer.ts';
import { consumeQueue } from '../../shared/queue/consume.ts';
import { alertNotice } from '../../shared/schema/bus/alert-notice.ts';
import { alertSummary } from '../../shared/schema/bus/alert-summary.ts';
import { notifyAlert } from './notify-alert.ts';
import { notifySummary } from './notify-summary.ts';

const env = environment({ MAIL_FROM: z.string() });
const deps = { ...wire(), mailer: createSesMailer(new SESClient({}), env.MAIL_FROM) };

const ofAlert = notifyAlert(deps);
const ofAll = notifySummary(deps);

/** Tells people of raised alerts by mail (EVT-4): of one as it is raised, and of all that stand when a task says so. */
export const handler = consumeQueue(deps.logger, z.union([alertSummary, alertNotice]), (message) =>
  'what' in message ? ofAll(message) : ofAlert(message),
);
