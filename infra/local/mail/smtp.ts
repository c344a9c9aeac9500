import { once } from 'node:events';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Mailbox } from './mailbox.ts';

export interface SmtpSink {
  readonly port: number;
  stop(): Promise<void>;
}

const largestMessage = 40 * 1024 * 1024;

const envelopeOf = ({ envelope }: SMTPServerSession) => ({
  from: envelope.mailFrom ? envelope.mailFrom.address : '',
  to: envelope.rcptTo.map(({ address }) => address),
});

/** An SMTP server on loopback that delivers nothing: it answers 250 once the mail is in the mailbox. */
export async function smtpSink(mailbox: Mailbox): Promise<SmtpSink> {
  const server = new SMTPServer({
    logger: false,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: largestMessage,
    disableReverseLookup: true,
    onData: async (stream, session, done) => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
        if (stream.sizeExceeded)
          throw Object.assign(new Error('the message is too large'), { responseCode: 552 });
        mailbox.store(Buffer.concat(chunks), envelopeOf(session), new Date());
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return {
    port: address.port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
