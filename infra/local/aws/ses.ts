import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { simpleParser } from 'mailparser';
import { createTransport, type Transporter } from 'nodemailer';
import { bodyOf } from './loopback-server.ts';
import { type MailRequest, readMailRequest } from './ses-request.ts';

/** SES's own limit on a message, and room for its base64 and form encoding. */
const largestForm = 64 * 1024 * 1024;

const addressIn = (sender: string): string =>
  (/<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender).trim().toLowerCase();

/** SES sends only from addresses and domains that were verified: here, those that the template declares. */
export function isVerified(sender: string, identities: readonly string[]): boolean {
  const address = addressIn(sender);
  const domain = address.split('@').at(-1);
  return identities.some((identity) => [address, domain].includes(identity.toLowerCase()));
}

/** A raw message whose request names no sender or recipients says so itself. */
async function completed(mail: MailRequest): Promise<MailRequest> {
  if (mail.action === 'SendEmail') return mail;
  const { from, to, cc, bcc } = await simpleParser(mail.message);
  const addresses = [to, cc, bcc]
    .flat()
    .flatMap((group) => group?.value ?? [])
    .flatMap(({ address }) => (address ? [address] : []));
  return {
    ...mail,
    from: mail.from ?? from?.value[0]?.address ?? '',
    destinations: mail.destinations.length > 0 ? mail.destinations : addresses,
  };
}

async function deliver(transport: Transporter, mail: MailRequest): Promise<void> {
  if (mail.action === 'SendRawEmail') {
    const { message, destinations, from } = mail;
    await transport.sendMail({ raw: message, envelope: { from: from ?? '', to: [...destinations] } });
    return;
  }
  const { from, to, cc, bcc, replyTo, subject, text, html } = mail;
  await transport.sendMail({
    from,
    to: [...to],
    cc: [...cc],
    bcc: [...bcc],
    replyTo: [...replyTo],
    subject,
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
  });
}

const escaped = (text: string): string =>
  text.replace(/[<>&]/g, (sign) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[sign] ?? sign);

const namespace = 'http://ses.amazonaws.com/doc/2010-12-01/';

const failure = (code: string, message: string, requestId: string): string =>
  `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code>` +
  `<Message>${escaped(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;

const success = (action: string, messageId: string, requestId: string): string =>
  `<${action}Response xmlns="${namespace}"><${action}Result><MessageId>${messageId}</MessageId></${action}Result>` +
  `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;

/** Answers SES v1's query protocol: what is accepted has been handed to the SMTP server on `smtpPort`. */
export function ses(
  identities: readonly string[],
  smtpPort: number,
): (request: IncomingMessage, response: ServerResponse) => void {
  const transport = createTransport({ host: '127.0.0.1', port: smtpPort, secure: false, ignoreTLS: true });
  const answer = async (request: IncomingMessage, requestId: string): Promise<[number, string]> => {
    const form = new URLSearchParams((await bodyOf(request, largestForm)).toString('utf8'));
    const read = readMailRequest(form);
    if (!read.ok) return [400, failure(read.code, read.message, requestId)];
    const mail = await completed(read.mail);
    if (!isVerified(mail.from ?? '', identities)) {
      const message = `Email address is not verified. The following identities failed the check: ${mail.from}`;
      return [400, failure('MessageRejected', message, requestId)];
    }
    await deliver(transport, mail);
    return [200, success(mail.action, randomUUID(), requestId)];
  };
  return (request, response) => {
    const requestId = randomUUID();
    answer(request, requestId)
      .catch((error: unknown): [number, string] => [
        500,
        failure('InternalFailure', String(error), requestId),
      ])
      .then(([status, body]) => {
        response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': requestId });
        response.end(body);
      })
      .catch(() => response.destroy());
  };
}
