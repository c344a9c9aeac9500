import type { IncomingMessage, ServerResponse } from 'node:http';
import { escaped, page, pageHeaders } from '../html.ts';
import type { Mail, Mailbox } from './mailbox.ts';

/** How many mails the page and the API show: newest first. */
const shown = 200;

const row = (mail: Mail): string =>
  `<tr><td>${escaped(mail.receivedAt.slice(0, 19).replace('T', ' '))}</td><td>${escaped(mail.to.join(', '))}</td>` +
  `<td><a href="/messages/${mail.id}">${escaped(mail.subject || '(no subject)')}</a></td></tr>`;

const listPage = (mails: readonly Mail[]): string =>
  page(
    'Mail',
    '<h1>Mail that the plane sent</h1>' +
      (mails.length === 0
        ? '<p>Nothing yet. This page does not refresh by itself.</p>'
        : `<table><tr><th>Received (UTC)</th><th>To</th><th>Subject</th></tr>${mails.map(row).join('')}</table>`),
  );

const mailPage = (mail: Mail): string =>
  page(
    mail.subject,
    `<p><a href="/">All mail</a></p><h1>${escaped(mail.subject || '(no subject)')}</h1>` +
      `<dl><dt>From</dt><dd>${escaped(mail.from)}</dd><dt>To</dt><dd>${escaped(mail.to.join(', '))}</dd>` +
      `<dt>Received</dt><dd>${escaped(mail.receivedAt)}</dd></dl><pre>${escaped(mail.text)}</pre>` +
      (mail.html === undefined
        ? ''
        : `<h2>As HTML</h2><iframe sandbox src="/messages/${mail.id}/html" title="The mail as HTML"></iframe>`),
  );

/** A stranger's markup: shown in a frame without scripts, forms, or anything loaded from elsewhere. */
const foreignHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

type Answer = readonly [number, Readonly<Record<string, string>>, string];

const json = (status: number, value: unknown): Answer => [
  status,
  { 'content-type': 'application/json', 'cache-control': 'no-store' },
  JSON.stringify(value),
];

async function answer(mailbox: Mailbox, path: string): Promise<Answer> {
  const html = pageHeaders("frame-src 'self'");
  if (path === '/') return [200, html, listPage(await mailbox.newest(shown))];
  if (path === '/api/messages') return json(200, await mailbox.newest(shown));
  const [, kind, id = '', view] = /^\/(api\/messages|messages)\/([^/]+)(\/html)?$/.exec(path) ?? [];
  const mail = kind === undefined ? undefined : await mailbox.get(id);
  if (!mail) return json(404, { message: 'There is no such mail.' });
  if (kind === 'api/messages') return json(200, mail);
  return view === undefined ? [200, html, mailPage(mail)] : [200, foreignHeaders, mail.html ?? ''];
}

/** The web page of the mailbox, and `GET /api/messages` (newest first) and `/api/messages/{id}` for tests. */
export const mailPages =
  (mailbox: Mailbox): ((request: IncomingMessage, response: ServerResponse) => void) =>
  (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    answer(mailbox, path)
      .catch((error: unknown) => json(500, { message: String(error) }))
      .then(([status, headers, body]) => response.writeHead(status, headers).end(body))
      .catch(() => response.destroy());
  };
