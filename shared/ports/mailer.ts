import { accept, type Outcome, refuse } from '../domain/outcome.ts';
import { type AwsAccess, AwsRefusal, awsAccess, awsCall } from './aws-call.ts';

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

/**
 * Mail by SES's SendEmail, one form (API reference of SES, version 2010-12-01): its SDK client and the XML that it reads
 * would be 30 kB of a bundle whose budget is 500. `from`: an address of the identity that the deployment has verified.
 * Throws {@link AwsRefusal} where SES refuses for another reason than the recipient.
 */
export const createSesMailer = (access: AwsAccess, from: string): Mailer => ({
  async send(mail) {
    const reply = await awsCall(access, FORM, formOf(mail, from));
    if (reply.status === 200) return accept(undefined);
    const error = refusalIn(reply.text, reply.status);
    if (isAboutRecipient(error, from)) {
      return refuse('invalid', `The mail service refuses the address ${mail.to}.`, 'recipient-refused');
    }
    throw error;
  },
});

/** {@link createSesMailer} by what Lambda puts into a function's environment. */
export const sesMailerFrom = (env: Readonly<Record<string, string | undefined>>, from: string): Mailer =>
  createSesMailer(awsAccess('SES', env), from);

const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

const formOf = ({ to, subject, text, html }: Mail, from: string): string =>
  new URLSearchParams({
    Action: 'SendEmail',
    Version: '2010-12-01',
    Source: from,
    'Destination.ToAddresses.member.1': to,
    ...utf8('Message.Subject', subject),
    ...utf8('Message.Body.Text', text),
    ...utf8('Message.Body.Html', html),
  }).toString();

const utf8 = (name: string, data: string) => ({ [`${name}.Data`]: data, [`${name}.Charset`]: 'UTF-8' });

/** A sender that is not verified is the deployment's fault: the message waits for its operator. */
const isAboutRecipient = ({ name, message }: AwsRefusal, from: string): boolean =>
  (name === 'MessageRejected' && !message.includes(from)) || name === 'InvalidParameterValue';

const refusalIn = (xml: string, status: number): AwsRefusal =>
  new AwsRefusal(part(xml, 'Code') || 'UnknownError', part(xml, 'Message') || `answered ${status}`, status);

/** The text of an element of the answer. */
const part = (xml: string, element: string): string =>
  (new RegExp(`<${element}>([^<]{0,1000})`).exec(xml)?.[1] ?? '').replace(
    /&(lt|gt|quot|apos|amp);/g,
    (whole, name: string) => SIGNS[name] ?? whole,
  );

const SIGNS: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
