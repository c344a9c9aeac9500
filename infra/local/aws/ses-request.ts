/** A mail as an SES v1 request describes it. */
export type MailRequest =
  | {
      readonly action: 'SendEmail';
      readonly from: string;
      readonly to: readonly string[];
      readonly cc: readonly string[];
      readonly bcc: readonly string[];
      readonly replyTo: readonly string[];
      readonly subject: string;
      readonly text?: string;
      readonly html?: string;
    }
  | {
      readonly action: 'SendRawEmail';
      /** Absent: as the message's own headers say. */
      readonly from?: string;
      readonly destinations: readonly string[];
      readonly message: Buffer;
    };

export type Read =
  | { readonly ok: true; readonly mail: MailRequest }
  | { readonly ok: false; readonly code: string; readonly message: string };

const refuse = (code: string, message: string): Read => ({ ok: false, code, message });

/** Most recipients of one mail, as in SES. */
const mostRecipients = 50;

function members(form: URLSearchParams, prefix: string): string[] {
  const found: string[] = [];
  for (let i = 1; i <= mostRecipients + 1; i++) {
    const value = form.get(`${prefix}.member.${i}`);
    if (value === null) break;
    found.push(value);
  }
  return found;
}

/** Reads the form of the query protocol (Version 2010-12-01). */
export function readMailRequest(form: URLSearchParams): Read {
  const action = form.get('Action');
  if (action === 'SendRawEmail') {
    const data = form.get('RawMessage.Data');
    if (!data) return refuse('InvalidParameterValue', 'RawMessage.Data is missing');
    const from = form.get('Source');
    const destinations = members(form, 'Destinations');
    const message = Buffer.from(data, 'base64');
    return { ok: true, mail: { action, ...(from ? { from } : {}), destinations, message } };
  }
  if (action !== 'SendEmail') return refuse('InvalidAction', `${action} is not known on one machine`);
  const from = form.get('Source');
  const to = members(form, 'Destination.ToAddresses');
  const cc = members(form, 'Destination.CcAddresses');
  const bcc = members(form, 'Destination.BccAddresses');
  const subject = form.get('Message.Subject.Data');
  const text = form.get('Message.Body.Text.Data');
  const html = form.get('Message.Body.Html.Data');
  const recipients = to.length + cc.length + bcc.length;
  if (!from) return refuse('InvalidParameterValue', 'Source is missing');
  if (recipients === 0) return refuse('InvalidParameterValue', 'Missing final destination.');
  if (recipients > mostRecipients) {
    return refuse('InvalidParameterValue', `Recipient count exceeds ${mostRecipients}.`);
  }
  if (subject === null) return refuse('InvalidParameterValue', 'Message.Subject is missing');
  if (text === null && html === null) return refuse('InvalidParameterValue', 'Message.Body is missing');
  const replyTo = members(form, 'ReplyToAddresses');
  const body = { ...(text === null ? {} : { text }), ...(html === null ? {} : { html }) };
  return { ok: true, mail: { action, from, to, cc, bcc, replyTo, subject, ...body } };
}
