import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESClient, SendEmailCommand, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LoopbackServer, loopbackServer } from '../../../infra/local/aws/loopback-server.ts';
import { ses } from '../../../infra/local/aws/ses.ts';
import { type Mail, mailbox } from '../../../infra/local/mail/mailbox.ts';
import { mailPages } from '../../../infra/local/mail/page.ts';
import { type SmtpSink, smtpSink } from '../../../infra/local/mail/smtp.ts';
import { client } from './support/tiny-machine.ts';

let dir = '';
let smtp: SmtpSink;
let endpoint: LoopbackServer;
let pages: LoopbackServer;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'mail-'));
  const box = mailbox(dir);
  smtp = await smtpSink(box);
  endpoint = await loopbackServer(ses(['plane.example', 'one@other.example'], smtp.port));
  pages = await loopbackServer(mailPages(box));
});
afterEach(async () => {
  await Promise.all([endpoint.stop(), pages.stop(), smtp.stop()]);
  rmSync(dir, { recursive: true });
});

const sdk = (): SESClient => new SESClient({ ...client(endpoint.url), maxAttempts: 1 });
const mails = async (): Promise<Mail[]> =>
  (await (await fetch(`${pages.url}/api/messages`)).json()) as Mail[];
const page = async (path: string): Promise<[string, string]> => {
  const response = await fetch(pages.url + path);
  return [await response.text(), response.headers.get('content-security-policy') ?? ''];
};

const message = (subject: string, body: object) => ({
  Subject: { Data: subject, Charset: 'UTF-8' },
  Body: body,
});
const text = (Data: string) => ({ Text: { Data, Charset: 'UTF-8' } });

describe('mail through the SES protocol', () => {
  it('is in the sink when SES has answered, with every recipient, newest first', async () => {
    const send = (subject: string, to: string) =>
      sdk().send(
        new SendEmailCommand({
          Source: 'Virtual Patch <alerts@plane.example>',
          Destination: { ToAddresses: [to], BccAddresses: ['hidden@tenant.example'] },
          Message: message(subject, text('攻撃を遮断しました\n.\nsecond line')),
        }),
      );
    expect((await send('最初', 'a@tenant.example')).MessageId).toEqual(expect.any(String));
    await send('then', 'b@tenant.example');
    const [newest, oldest] = await mails();
    expect(newest).toMatchObject({ subject: 'then', to: ['b@tenant.example', 'hidden@tenant.example'] });
    expect(oldest).toMatchObject({ subject: '最初', from: expect.stringContaining('alerts@plane.example') });
    expect(oldest?.text.trim()).toBe('攻撃を遮断しました\n.\nsecond line');
    const files = readdirSync(dir);
    expect(files).toHaveLength(2);
    for (const file of files) expect(statSync(join(dir, file)).mode & 0o777).toBe(0o600);
  });

  it('takes a raw message, with recipients from the call or from its own headers', async () => {
    const Data = Buffer.from(
      'From: one@other.example\r\nTo: to@tenant.example\r\nSubject: raw\r\n\r\nbody\r\n',
    );
    await sdk().send(new SendRawEmailCommand({ RawMessage: { Data } }));
    await sdk().send(new SendRawEmailCommand({ RawMessage: { Data }, Destinations: ['x@tenant.example'] }));
    const recipients = (await mails()).map(({ to }) => to.join());
    expect(recipients.sort()).toEqual(['to@tenant.example', 'x@tenant.example']);
  });

  it.each([
    ['a sender nobody verified', { Source: 'someone@elsewhere.example' }, 'MessageRejected'],
    [
      'a sender who only looks verified',
      { Source: '"a@plane.example" <b@elsewhere.example>' },
      'MessageRejected',
    ],
    ['no recipient', { Destination: {} }, 'InvalidParameterValue'],
    ['no body', { Message: message('s', {}) }, 'InvalidParameterValue'],
  ])('refuses %s and keeps nothing', async (_what, change, name) => {
    const right = {
      Source: 'alerts@plane.example',
      Destination: { ToAddresses: ['a@tenant.example'] },
      Message: message('s', text('t')),
    };
    const failure = await sdk()
      .send(new SendEmailCommand({ ...right, ...change }))
      .catch((error: Error) => error);
    expect((failure as Error).name).toBe(name);
    expect(await mails()).toEqual([]);
  });

  it('lets no header be smuggled in', async () => {
    await sdk().send(
      new SendEmailCommand({
        Source: 'alerts@plane.example',
        Destination: { ToAddresses: ['a@tenant.example'] },
        Message: message('hello\r\nBcc: x@elsewhere.example\r\n\r\ninjected', text('t')),
      }),
    );
    const [mail] = await mails();
    expect(mail?.to).toEqual(['a@tenant.example']);
    expect(mail?.text.trim()).toBe('t');
  });
});

describe('the page', () => {
  it('shows a mail as text that cannot become markup, and its HTML in a box without scripts', async () => {
    const evil = '<script>alert(1)</script>';
    await sdk().send(
      new SendEmailCommand({
        Source: 'alerts@plane.example',
        Destination: { ToAddresses: ['a@tenant.example'] },
        Message: message(evil, { ...text(evil), Html: { Data: `<p>${evil}</p>` } }),
      }),
    );
    const id = (await mails())[0]?.id;
    for (const path of ['/', `/messages/${id}`]) {
      const [html, policy] = await page(path);
      expect(html).toContain('&lt;script&gt;');
      expect(html).not.toContain('<script');
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('script-src');
    }
    const [foreign, policy] = await page(`/messages/${id}/html`);
    expect(foreign).toContain(evil);
    expect(policy).toMatch(/^sandbox; default-src 'none';/);
  });

  it('knows nothing but its mails', async () => {
    for (const path of ['/messages/..%2f..%2fetc', '/messages/0000000000000-x', '/other']) {
      expect((await fetch(pages.url + path)).status).toBe(404);
    }
  });
});
