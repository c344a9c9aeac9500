import * as z from 'zod';
import { environment, wire } from '../../shared/http/wiring.ts';
import { sesMailerFrom } from '../../shared/ports/mailer.ts';
import { consumeQueue } from '../../shared/queue/consume.ts';
import { alertNotice } from '../../shared/schema/bus/alert-notice.ts';
import { alertSummary } from '../../shared/schema/bus/alert-summary.ts';
import { orderNotice } from '../../shared/schema/bus/order-notice.ts';
import { notifyAlert } from './notify-alert.ts';
import { notifyOrder } from './notify-order.ts';
import { notifySummary } from './notify-summary.ts';

const env = environment({ MAIL_FROM: z.string() });
const deps = { ...wire(), mailer: sesMailerFrom(process.env, env.MAIL_FROM) };

const ofAlert = notifyAlert(deps);
const ofAll = notifySummary(deps);
const ofOrder = notifyOrder(deps);

/**
 * Tells people by mail (EVT-4): of an alert as it is raised, of all that stand when a task says so, and of orders.
 */
export const handler = consumeQueue(
  deps.logger,
  z.union([alertSummary, orderNotice, alertNotice]),
  (message) => {
    if (!('what' in message)) return ofAlert(message);
    return message.what === 'order' ? ofOrder(message) : ofAll(message);
  },
);
