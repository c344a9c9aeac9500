import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { type LoopbackServer, loopbackServer } from '../../../infra/local/aws/loopback-server.ts';
import { ses } from '../../../infra/local/aws/ses.ts';
import { type Mailbox, mailbox } from '../../../infra/local/mail/mailbox.ts';
import { type SmtpSink, smtpSink } from '../../../infra/local/mail/smtp.ts';
import { type Mailer, sesMailerFrom } from '../../../shared/ports/mailer.ts';

const from = 'plane@example.com';
const mailerAt = (url: string, sender = from): Mailer =>
  sesMailerFrom(
    {
      AWS_REGION: 'eu-test-1',
      AWS_ENDPOINT_URL_SES: url,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    sender,
  );
const mail = { to: 'admin@example.org', subject: '遮断 & more', text: 't+1\n2', html: '<p>100% t</p>' };

describe('through the SES of one machine', () => {
  let dir: string;
  let box: Mailbox;
  let smtp: SmtpSink;
  let server: LoopbackServer;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'mailer-'));
    box = mailbox(dir);
    smtp = await smtpSink(box);
    server = await loopbackServer(ses(['example.com'], smtp.port));
  });
  afterEach(async () => {
    await Promise.all([server.stop(), smtp.stop()]);
    rmSync(dir, { recursive: true });
  });

  it('sends text and HTML in UTF-8 from the deployment’s address', async () => {
    expect(await mailerAt(server.url).send(mail)).toEqual({ ok: true, value: undefined });
    const [kept] = await box.newest(1);
    expect(kept).toMatchObject({ subject: mail.subject, to: [mail.to] });
    expect(kept?.from).toContain(from);
    expect(kept?.text.trim()).toBe(mail.text);
    expect(kept?.html).toContain(mail.html);
  });

  it('throws where the sender is not verified: the deployment is to blame', async () => {
    const mailer = mailerAt(server.url, 'Plane <plane@elsewhere.example>');
    await expect(mailer.send(mail)).rejects.toMatchObject({ name: 'MessageRejected' });
  });
});

const answer = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

const answering = async (text: string, run: (mailer: Mailer) => Promise<void>): Promise<void> => {
  const server = await loopbackServer((_request, response) => {
    response.writeHead(400).end(text);
  });
  try {
    await run(mailerAt(server.url));
  } finally {
    await server.stop();
  }
};

test.each([
  ['MessageRejected', 'Email address is not verified: admin@example.org'],
  ['InvalidParameterValue', 'Missing final &apos;@domain&apos;'],
])('takes a refused address for an answer: %s', (code, message) =>
  answering(answer(code, message), async (mailer) => {
    expect(await mailer.send(mail)).toMatchObject({ ok: false, reason: 'recipient-refused' });
  }),
);

test.each([
  ['MessageRejected', `Email address is not verified: ${from}`],
  ['MailFromDomainNotVerifiedException', 'no'],
  ['Throttling', 'Maximum sending rate exceeded.'],
])('throws what is the deployment’s fault or passes by itself: %s', (code, message) =>
  answering(answer(code, message), async (mailer) => {
    await expect(mailer.send(mail)).rejects.toMatchObject({ name: code, message });
  }),
);
