import { createHash } from 'node:crypto';
import type { Letter } from './carrier.ts';

/** What is around a letter when it travels. */
export interface Envelope {
  readonly from: string;
  /** Names the letter: the same again has the same message id, by which mailboxes fold duplicates. */
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
}

const CRLF = '\r\n';
/** Bytes of text in one encoded word (RFC 2047: 75 characters with its frame). */
const WORD_BYTES = 42;
const BASE64_LINE = 76;

/**
 * A mail of text and HTML (RFC 5322, RFC 2045 to 2047), every part and name in base64 of UTF-8: nothing that anybody
 * chose stands in it as it is, so nothing can begin a header or a line. Written here because nodemailer's composer
 * brings a table of all media types, a quarter of a bundle, for one kind of mail.
 */
export const messageOf = ({ to, subject, text, html }: Letter, { from, id, at }: Envelope): string => {
  const digest = createHash('sha256').update(id).digest('hex');
  const boundary = `part-${digest.slice(0, 32)}`;
  const headers = [
    `From: <${from}>`,
    `To: ${to.map((reader) => `<${reader}>`).join(`,${CRLF} `)}`,
    `Subject: ${encodedWords(subject)}`,
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${digest.slice(0, 40)}@${from.split('@').at(-1)}>`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
  ];
  const parts = [part('text/plain', text), part('text/html', html)];
  const body = parts.map((one) => `--${boundary}${CRLF}${one}`).join('');
  return `${headers.join(CRLF)}${CRLF}${CRLF}${body}--${boundary}--${CRLF}`;
};

const part = (type: string, content: string): string => {
  const lines =
    Buffer.from(content)
      .toString('base64')
      .match(new RegExp(`.{1,${BASE64_LINE}}`, 'g')) ?? [];
  return [`Content-Type: ${type}; charset=utf-8`, 'Content-Transfer-Encoding: base64', '', ...lines, ''].join(
    CRLF,
  );
};

/** A header's text in words that each hold whole characters. */
const encodedWords = (text: string): string => {
  const words: string[] = [''];
  for (const character of text) {
    const last = words.at(-1) ?? '';
    if (Buffer.byteLength(last + character) > WORD_BYTES) words.push(character);
    else words[words.length - 1] = last + character;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(`${CRLF} `);
};
