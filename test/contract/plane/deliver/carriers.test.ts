import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Carrier, Letter, OpenedDestination } from '../../../../shared/delivery/carrier.ts';
import { sesCarrier } from '../../../../shared/delivery/ses.ts';
import { smtpCarrier } from '../../../../shared/delivery/smtp.ts';
import { snsCarrier } from '../../../../shared/delivery/sns.ts';
import { syslogCarrier } from '../../../../shared/delivery/syslog.ts';
import { webhookCarrier } from '../../../../shared/delivery/webhook.ts';
import { samples } from '../../../../shared/domain/notification/format/samples.ts';
import type { ToldEvent } from '../../../../shared/domain/notification/format/told-event.ts';
import type { Outcome } from '../../../../shared/domain/outcome.ts';
import { egressFrom } from '../../../../shared/egress/egress.ts';
import { sesMailerFrom } from '../../../../shared/ports/mailer.ts';
import { byteServer, mailServer, rawServer, stopReceivers, webServer } from '../../../support/receivers.ts';
import { makeCertificate } from '../../../support/tls.ts';

type Name = 'ses' | 'smtp' | 'webhook' | 'sns' | 'syslog-tcp' | 'syslog-tls';
type Scheme = 'http' | 'https';

const letter: Letter = { to: ['soc@example.com'], subject: 's', text: 't', html: '<p>t</p>' };
const common = { ID: 1, name: 'd', description: '', enabled: true, server: '127.0.0.1', trust: [] } as const;
/** More than the buffers of two sockets take while nobody reads. */
const flood = Array.from({ length: 20_000 }, (): ToldEvent => samples[0] as ToldEvent);

let tls: Awaited<ReturnType<typeof makeCertificate>>;
beforeAll(async () => {
  tls = await makeCertificate();
});
afterAll(stopReceivers);

interface Way {
  readonly allow?: string;
  readonly scheme?: Scheme;
  readonly events?: readonly ToldEvent[];
  readonly more?: Partial<OpenedDestination>;
}

/** Sends one thing by a carrier to a port of this machine. */
const send = async (name: Name, port: number, way: Way = {}): Promise<Outcome<string>> => {
  const { allow = '127.0.0.1/32', scheme = 'http', events = samples, more = {} } = way;
  const egress = egressFrom({ EGRESS_ALLOW: allow });
  const url = `${scheme}://127.0.0.1:${port}/`;
  const once = async <T>(carrier: Carrier<T>, thing: T) => {
    const sent = await carrier.send('id', thing);
    carrier.close();
    return sent;
  };
  if (name === 'ses') {
    const access = { AWS_REGION: 'eu-test-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
    const mailer = sesMailerFrom({ ...access, AWS_ENDPOINT_URL_SES: url }, 'plane@example.com');
    return once(sesCarrier(mailer), letter);
  }
  if (name === 'smtp') {
    const to = {
      ...common,
      type: name,
      port,
      fromAddress: 'a@example.com',
      security: 'none',
      ...more,
    } as const;
    return once(smtpCarrier(egress, to, Date.now), letter);
  }
  if (name === 'webhook')
    return once(webhookCarrier(egress, { ...common, type: name, url }, Date.now), events);
  if (name === 'sns') {
    const topicArn = 'arn:aws:sns:eu-west-1:123456789012:t';
    const to = { ...common, type: name, topicArn, accessKey: 'AKIAIOSFODNN7EXAMPLE', secret: 's' } as const;
    return once(
      snsCarrier(egress, to, Date.now, () => url),
      events,
    );
  }
  const transport = name === 'syslog-tcp' ? 'tcp' : 'tls';
  return once(syslogCarrier(egress, { ...common, type: 'syslog', port, transport, ...more }), events);
};

/** A mail server that speaks as it should, until a line comes that a test has its own answer to. */
const dialogue = (at: RegExp, answer: (socket: Socket) => void): Promise<number> =>
  rawServer((socket) => {
    socket.write('220 host\r\n');
    socket.on('data', (chunk: Buffer) => {
      const line = chunk.toString();
      if (at.test(line)) answer(socket);
      else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else socket.write(/^DATA/i.test(line) ? '354 go\r\n' : '250 2.0.0 ok\r\n');
    });
  });
const never = /^never$/;
const body = /\r\n\.\r\n$/;
const says = (text: string) => (socket: Socket) => socket.write(`${text}\r\n`);
const silent = (): void => undefined;
const breaksOff = (socket: Socket): unknown => socket.once('data', () => socket.resetAndDestroy());
const web = async (status: number, reply = ''): Promise<number> =>
  (await webServer(() => status, reply)).port;
const unread = (socket: Socket): unknown => socket.pause();

describe.concurrent('every carrier', () => {
  it.each<[Name, string, () => Promise<number>]>([
    ['ses', '1 of 1', () => web(200)],
    ['smtp', '250', () => dialogue(never, silent)],
    ['webhook', '204', () => web(204)],
    ['sns', 'took it as m', () => web(200, '<MessageId>m</MessageId>')],
    ['syslog-tcp', '3 messages', async () => (await byteServer()).port],
  ])('%s says what the other side said when it took it: %s', async (name, said, start) => {
    expect(await send(name, await start())).toMatchObject({ ok: true, value: expect.stringContaining(said) });
  });

  it('syslog-tls says what was sent to a server that it trusts', async () => {
    const { port } = await byteServer(tls);
    expect(await send('syslog-tls', port, { more: { trust: [tls.ca] } })).toMatchObject({ ok: true });
  });

  it.each<[Name, string, () => Promise<number>]>([
    ['ses', 'refuses the address', () => web(400, '<Code>InvalidParameterValue</Code>')],
    ['smtp', '451', () => dialogue(/^MAIL/i, says('451 4.3.0 later'))],
    ['smtp', '452', () => dialogue(body, says('452 4.2.2 full'))],
    ['smtp', '550', () => dialogue(/^RCPT/i, says('550 5.1.1 nobody'))],
    ['smtp', '554', () => dialogue(body, says('554 5.7.1 never'))],
    ['webhook', '503', () => web(503)],
    ['webhook', '410', () => web(410)],
    ['sns', 'Throttled', () => web(429, '<Code>Throttled</Code><Message>later</Message>')],
    ['sns', 'AuthorizationError', () => web(403, '<Code>AuthorizationError</Code>')],
  ])('%s refuses with %s what the other side refuses, for now or for good', async (name, said, start) => {
    expect(await send(name, await start())).toMatchObject({
      ok: false,
      message: expect.stringContaining(said),
    });
  });

  it.each<[string, () => Promise<number>]>([
    ['is throttled', () => web(429, '<Code>Throttling</Code>')],
    ['fails', () => web(503)],
    ['breaks off', () => rawServer(breaksOff)],
  ])(
    'ses that %s throws: the queue keeps the message, whoever reads it is not to blame',
    async (_, start) => {
      await expect(send('ses', await start())).rejects.toThrow();
    },
  );

  it.each<[Name, Way, () => Promise<number>]>([
    ['smtp', {}, () => rawServer(silent)],
    ['smtp', {}, () => dialogue(body, silent)],
    ['webhook', {}, () => rawServer(silent)],
    ['sns', {}, () => rawServer(silent)],
    ['syslog-tcp', { events: flood }, () => rawServer(unread)],
    ['syslog-tls', {}, () => rawServer(silent)],
  ])(
    '%s gives up on one that hangs',
    async (name, way, start) => {
      expect(await send(name, await start(), way)).toMatchObject({ ok: false });
    },
    40_000,
  );

  it.each<[Name, () => Promise<number>]>([
    ['smtp', () => dialogue(/^DATA/i, (socket) => socket.destroy())],
    ['smtp', () => dialogue(body, (socket) => socket.resetAndDestroy())],
    ['webhook', () => rawServer(breaksOff)],
    ['sns', () => rawServer(breaksOff)],
    ['syslog-tcp', () => rawServer(breaksOff)],
    ['syslog-tls', () => rawServer(breaksOff)],
  ])('%s does not take a connection that breaks off for a delivery', async (name, start) => {
    expect(await send(name, await start())).toMatchObject({ ok: false });
  });

  it.each<Name>(['smtp', 'webhook', 'sns', 'syslog-tcp', 'syslog-tls'])(
    '%s does not even connect to an internal address',
    async (name) => {
      let asked = 0;
      const port = await rawServer(() => asked++);
      expect(await send(name, port, { allow: '' })).toMatchObject({
        ok: false,
        message: expect.stringContaining('internet only'),
      });
      expect(asked).toBe(0);
    },
  );

  it.each<[Name, Way, () => Promise<number>]>([
    ['smtp', { more: { security: 'starttls' } }, async () => (await mailServer(tls)).port],
    ['smtp', { more: { security: 'tls' } }, async () => (await byteServer(tls)).port],
    ['webhook', { scheme: 'https' }, async () => (await byteServer(tls)).port],
    ['sns', { scheme: 'https' }, async () => (await byteServer(tls)).port],
    ['syslog-tls', {}, async () => (await byteServer(tls)).port],
  ])('%s sends nothing under a certificate that nobody vouches for', async (name, way, start) => {
    expect(await send(name, await start(), way)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/TLS|certificate/i),
    });
  });
});
