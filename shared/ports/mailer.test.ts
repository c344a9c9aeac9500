import { MessageRejected, SESClient, SESServiceException, SendEmailCommand } from '@aws-sdk/client-ses';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { createSesMailer } from './mailer.ts';

const ses = mockClient(SESClient);
const mailer = createSesMailer(new SESClient({}), 'plane@example.com');
const mail = { to: 'admin@example.org', subject: '遮断', text: 't', html: '<p>t</p>' };
const failing = (name: string, message: string) =>
  new SESServiceException({ name, message, $fault: 'client', $metadata: {} });

beforeEach(() => ses.reset());

it('sends text and HTML in UTF-8 from the deployment’s address', async () => {
  ses.on(SendEmailCommand).resolves({ MessageId: '1' });
  expect(await mailer.send(mail)).toEqual({ ok: true, value: undefined });
  expect(ses.commandCalls(SendEmailCommand)[0]?.args[0].input).toEqual({
    Source: 'plane@example.com',
    Destination: { ToAddresses: ['admin@example.org'] },
    Message: {
      Subject: { Data: '遮断', Charset: 'UTF-8' },
      Body: { Text: { Data: 't', Charset: 'UTF-8' }, Html: { Data: '<p>t</p>', Charset: 'UTF-8' } },
    },
  });
});

it.each([
  [new MessageRejected({ message: 'Email address is not verified: admin@example.org', $metadata: {} })],
  [failing('InvalidParameterValue', 'Missing final @domain')],
])('takes a refused address for an answer', async (error) => {
  ses.on(SendEmailCommand).rejects(error);
  expect(await mailer.send(mail)).toMatchObject({ ok: false, reason: 'recipient-refused' });
});

it.each([
  [new MessageRejected({ message: 'Email address is not verified: plane@example.com', $metadata: {} })],
  [failing('MailFromDomainNotVerifiedException', 'no')],
  [failing('Throttling', 'Maximum sending rate exceeded.')],
  [new Error('socket hang up')],
])('throws what is the deployment’s fault or passes by itself', async (error) => {
  ses.on(SendEmailCommand).rejects(error);
  await expect(mailer.send(mail)).rejects.toBe(error);
});
