import { createHmac } from 'node:crypto';
import { toJsonEvents } from '../domain/notification/format/json.ts';
import type { ToldEvent } from '../domain/notification/format/told-event.ts';
import { accept, refuse } from '../domain/outcome.ts';
import type { Egress } from '../egress/egress.ts';
import { requestOut } from '../egress/request.ts';
import { type Carrier, type OpenedDestination, SEND_MS } from './carrier.ts';

/**
 * A POST of a JSON array of events. `x-virtual-patch-signature` is `v1=` and the HMAC-SHA256 in hex, under the
 * destination's secret, of `timestamp.body`, with the timestamp in epoch seconds of `x-virtual-patch-timestamp`: a
 * receiver that compares both and refuses old ones knows who called and that nobody repeats it.
 * `x-virtual-patch-delivery` names the delivery; a repeated one has the same.
 */
export const webhookCarrier = (
  egress: Egress,
  { url = '', secret, verifyCertificate: verify = true, trust }: OpenedDestination,
  now: () => number,
): Carrier<readonly ToldEvent[]> => ({
  async send(id, events) {
    const body = JSON.stringify(toJsonEvents(events));
    const timestamp = String(Math.floor(now() / 1000));
    const reply = await requestOut(egress, {
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        'x-virtual-patch-delivery': id,
        'x-virtual-patch-timestamp': timestamp,
        ...(secret !== undefined && { 'x-virtual-patch-signature': signature(secret, timestamp, body) }),
      },
      body,
      tls: { verify, trust },
      timeoutMs: SEND_MS,
      mostBytes: 1024,
      longer: 'cut',
    });
    if (!reply.ok) return reply;
    const { status } = reply.value;
    return status < 300
      ? accept(`The webhook answered ${status}.`)
      : refuse('invalid', `The webhook answered ${status}.`, 'webhook');
  },
  close: () => undefined,
});

const signature = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
