import { MessageRejected, type SESClient, SESServiceException, SendEmailCommand } from '@aws-sdk/client-ses';
import { accept, type Outcome, refuse } from '../domain/outcome.ts';

export interface Mail {
  readonly to: string;
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Hands a mail over for delivery. A refusal is final for this recipient; what may pass by itself is thrown. */
export interface Mailer {
  send(mail: Mail): Promise<Outcome<undefined>>;
}

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/** `from`: an address of the identity that the deployment has verified. */
export const createSesMailer = (ses: SESClient, from: string): Mailer => ({
  async send({ to, subject, text, html }) {
    try {
      await ses.send(
        new SendEmailCommand({
          Source: from,
          Destination: { ToAddresses: [to] },
          Message: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } },
        }),
      );
      return accept(undefined);
    } catch (error) {
      if (isAboutRecipient(error, from)) {
        return refuse('invalid', `The mail service refuses the address ${to}.`, 'recipient-refused');
      }
      throw error;
    }
  },
});

/** A sender that is not verified is the deployment's fault: the message waits for its operator. */
const isAboutRecipient = (error: unknown, from: string): boolean =>
  (error instanceof MessageRejected && !error.message.includes(from)) ||
  (error instanceof SESServiceException && error.name === 'InvalidParameterValue');
