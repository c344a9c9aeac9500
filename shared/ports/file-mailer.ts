import {
  MessageRejected,
  type SESClient,
  SESServiceException,
  SendRawEmailCommand,
} from '@aws-sdk/client-ses';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { accept, type Outcome, refuse } from '../domain/outcome.ts';
import type { Mail } from './mailer.ts';

export interface MailedFile {
  readonly name: string;
  readonly type: 'application/pdf' | 'text/csv; charset=utf-8';
  readonly bytes: Uint8Array;
}

/** Hands over a mail with a file. A refusal is final for this recipient; what may pass by itself is thrown. */
export interface FileMailer {
  send(mail: Mail, file: MailedFile | undefined): Promise<Outcome<undefined>>;
}

/** SES takes 10 MB as they go over the wire, and base64 adds a third. */
export const MOST_MAILED = 7 * 1024 * 1024;

/** `from`: an address of the identity that the deployment has verified. */
export const createSesFileMailer = (ses: SESClient, from: string): FileMailer => ({
  async send({ to, subject, text, html }, file) {
    const attachments = file
      ? [{ filename: file.name, contentType: file.type, content: Buffer.from(file.bytes) }]
      : [];
    const message = await new MailComposer({ from, to, subject, text, html, attachments }).compile().build();
    try {
      await ses.send(
        new SendRawEmailCommand({ Source: from, Destinations: [to], RawMessage: { Data: message } }),
      );
      return accept(undefined);
    } catch (error) {
      const refused =
        (error instanceof MessageRejected && !error.message.includes(from)) ||
        (error instanceof SESServiceException && error.name === 'InvalidParameterValue');
      if (!refused) throw error;
      return refuse('invalid', `The mail service refuses the address ${to}.`, 'recipient-refused');
    }
  },
});
