import { toJsonEvents } from '../domain/notification/format/json.ts';
import type { ToldEvent } from '../domain/notification/format/told-event.ts';
import { accept, refuse } from '../domain/outcome.ts';
import { plainLine } from '../domain/plain-line.ts';
import type { Egress } from '../egress/egress.ts';
import { requestOut } from '../egress/request.ts';
import { signFor } from '../ports/aws-signature.ts';
import { type Carrier, type OpenedDestination, SEND_MS } from './carrier.ts';

/** Where a region's SNS answers. */
export type SnsEndpoint = (region: string) => string;

export const snsEndpoint: SnsEndpoint = (region) =>
  `https://sns.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`;

/**
 * Publishes a JSON array of events as the `Message` of the tenant's topic, with the tenant's own key (events.md
 * section 8). One request, signed by the signer that every bundle has: the SDK's client would be a third of it.
 */
export const snsCarrier = (
  egress: Egress,
  { topicArn = '', accessKey = '', secret = '' }: OpenedDestination,
  now: () => number,
  endpoint: SnsEndpoint = snsEndpoint,
): Carrier<readonly ToldEvent[]> => ({
  async send(id, events) {
    const region = topicArn.split(':')[3] ?? '';
    const url = new URL(endpoint(region));
    const body = new URLSearchParams({
      Action: 'Publish',
      Version: '2010-03-31',
      TopicArn: topicArn,
      Message: JSON.stringify(toJsonEvents(events)),
      ...(topicArn.endsWith('.fifo') && { MessageGroupId: 'events', MessageDeduplicationId: id.slice(-128) }),
    }).toString();
    const content = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const request = { method: 'POST', url, headers: content, body: Buffer.from(body) };
    const credentials = { accessKeyID: accessKey, secretKey: secret };
    const headers = await signFor('sns', request, region, credentials, now());
    const reply = await requestOut(egress, {
      method: 'POST',
      url: url.href,
      headers,
      body,
      timeoutMs: SEND_MS,
    });
    if (!reply.ok) return reply;
    const text = reply.value.body.toString();
    if (reply.value.status === 200) return accept(`The topic took it as ${part(text, 'MessageId')}.`);
    const why = `${part(text, 'Code')} ${part(text, 'Message')}`;
    return refuse('invalid', plainLine(`SNS answered ${reply.value.status}: ${why}`, 300), 'sns');
  },
  close: () => undefined,
});

/** The text of an element of the answer. */
const part = (xml: string, element: string): string =>
  new RegExp(`<${element}>([^<]{0,200})`).exec(xml)?.[1] ?? '';
