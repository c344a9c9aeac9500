import { accept } from '../domain/outcome.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { Carrier, Letter } from './carrier.ts';

/** Mail from the plane's own address; an address that is refused does not keep the others from theirs. */
export const sesCarrier = (mailer: Mailer): Carrier<Letter> => ({
  async send(_id, { to, ...mail }) {
    let last = accept('There is nobody to send to.') as Awaited<ReturnType<Carrier<Letter>['send']>>;
    let taken = 0;
    for (const reader of to) {
      const sent = await mailer.send({ ...mail, to: reader });
      if (sent.ok) taken++;
      else last = sent;
    }
    return taken > 0 ? accept(`The mail service took it for ${taken} of ${to.length} readers.`) : last;
  },
  close: () => undefined,
});
