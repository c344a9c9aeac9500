import type { DestinationType } from '../notification/destination.ts';
import type { AlertType } from './catalogue.ts';

/** The alert of a destination that does not take what is sent, by its type (events.md section 7). */
export const destinationAlert = {
  mail: 'failed-to-send-email',
  smtp: 'failed-to-send-email',
  sns: 'failed-to-send-sns-message',
  webhook: 'failed-to-send-webhook-message',
  syslog: 'failed-to-send-syslog-message',
} as const satisfies Readonly<Record<DestinationType, AlertType>>;

/** Each once: a destination may have changed its type since one was raised. */
export const destinationAlerts: readonly AlertType[] = [...new Set(Object.values(destinationAlert))];

export const destinationTarget = (ID: number): string => `destination-${ID}`;
