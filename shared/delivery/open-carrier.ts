import type { ToldEvent } from '../domain/notification/format/told-event.ts';
import type { Egress } from '../egress/egress.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { Carrier, Letter, OpenedDestination } from './carrier.ts';
import { sesCarrier } from './ses.ts';
import { smtpCarrier } from './smtp.ts';
import { type SnsEndpoint, snsCarrier } from './sns.ts';
import { syslogCarrier } from './syslog.ts';
import { webhookCarrier } from './webhook.ts';

export interface CarrierDeps {
  readonly egress: Egress;
  readonly mailer: Mailer;
  readonly now: () => number;
  /** Absent: AWS's own. */
  readonly snsEndpoint?: SnsEndpoint;
}

/** For people: letters. */
export const letterCarrier = (
  { mailer, egress, now }: CarrierDeps,
  to: OpenedDestination,
): Carrier<Letter> => (to.type === 'smtp' ? smtpCarrier(egress, to, now) : sesCarrier(mailer));

/** For machines: every event. */
export const eventCarrier = (
  { egress, now, snsEndpoint }: CarrierDeps,
  to: OpenedDestination,
): Carrier<readonly ToldEvent[]> => {
  if (to.type === 'sns') return snsCarrier(egress, to, now, snsEndpoint);
  if (to.type === 'webhook') return webhookCarrier(egress, to, now);
  return syslogCarrier(egress, to);
};
