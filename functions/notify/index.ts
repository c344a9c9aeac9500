import { SESClient } from '@aws-sdk/client-ses';
import * as z from 'zod';
import { environment, wire } from '../../shared/http/wiring.ts';
import { createSesMailer } from '../../shared/ports/mailer.ts';
import { consumeQueue } from '../../shared/queue/consume.ts';
import { alertNotice } from '../../shared/schema/bus/alert-notice.ts';
import { orderNotice } from '../../shared/schema/bus/order-notice.ts';
import { notifyAlert } from './notify-alert.ts';
import { notifyOrder } from './notify-order.ts';

const env = environment({ MAIL_FROM: z.string() });
const deps = { ...wire(), mailer: createSesMailer(new SESClient({}), env.MAIL_FROM) };

const ofAlert = notifyAlert(deps);
const ofOrder = notifyOrder(deps);

/** Tells people of raised alerts and of orders by mail (EVT-4). */
export const handler = consumeQueue(deps.logger, z.union([orderNotice, alertNotice]), (notice) =>
  'about' in notice ? ofOrder(notice) : ofAlert(notice),
);
