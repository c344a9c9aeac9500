import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { writeSecret } from '../secret-file.ts';

/** A mail as tests and the page read it. */
export interface Mail {
  readonly id: string;
  /** ISO time of receipt. */
  readonly receivedAt: string;
  readonly from: string;
  /** Whom the envelope named: blind copies too. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

/** Mails as files, newest first. */
export interface Mailbox {
  /** Durable when it returns. */
  store(message: Buffer, envelope: Envelope, receivedAt: Date): string;
  newest(count: number): Promise<readonly Mail[]>;
  get(id: string): Promise<Mail | undefined>;
}

/** `<milliseconds>-<uuid>`: sorts by time and names nothing outside the folder. */
const idForm = /^\d{13}-[0-9a-f-]{36}$/;
const separator = '\r\n\r\n';

/** An address that came over SMTP, as one header value. */
const oneLine = (text: string): string => text.replace(/[\r\n]/g, '');

async function parsed(id: string, file: Buffer): Promise<Mail> {
  const split = file.indexOf(separator);
  const envelope = JSON.parse(file.subarray(0, split).toString('utf8')) as Envelope;
  const mail = await simpleParser(file.subarray(split + separator.length), { skipTextToHtml: true });
  return {
    id,
    receivedAt: new Date(Number(id.slice(0, 13))).toISOString(),
    from: mail.from?.text ?? envelope.from,
    to: envelope.to,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    ...(typeof mail.html === 'string' ? { html: mail.html } : {}),
  };
}

/** Opens a folder of mails: each file is the envelope as one line of JSON, an empty line, and the message. */
export function mailbox(dir: string): Mailbox {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const known = new Map<string, Mail>();
  const read = async (id: string): Promise<Mail> => {
    const mail = known.get(id) ?? (await parsed(id, readFileSync(join(dir, `${id}.eml`))));
    known.set(id, mail);
    return mail;
  };
  const ids = (): string[] =>
    readdirSync(dir)
      .filter((name) => name.endsWith('.eml'))
      .map((name) => name.slice(0, -4))
      .filter((id) => idForm.test(id))
      .sort()
      .reverse();
  return {
    store: (message, { from, to }, receivedAt) => {
      const id = `${String(receivedAt.getTime()).padStart(13, '0')}-${randomUUID()}`;
      const envelope = JSON.stringify({ from: oneLine(from), to: to.map(oneLine) });
      writeSecret(join(dir, `${id}.eml`), Buffer.concat([Buffer.from(envelope + separator), message]));
      return id;
    },
    newest: (count) => Promise.all(ids().slice(0, count).map(read)),
    get: async (id) => (ids().includes(id) ? read(id) : undefined),
  };
}
