import { catalogue } from '../../shared/domain/order/menus.ts';
import type { Held, Order } from '../../shared/domain/order/order.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import type { Mail } from '../../shared/ports/mailer.ts';
import type { OrderNotice } from '../../shared/schema/bus/order-notice.ts';
import { orderWordsFor } from './order-words.ts';
import { htmlOf, type Reader, type Row, timeText } from './render-mail.ts';

/** The mail about an order that was accepted, done or undone, as text and as HTML. */
export const renderOrderMail = (
  order: Order,
  state: OrderNotice['state'],
  reader: Reader,
): Omit<Mail, 'to'> => {
  const words = orderWordsFor(reader.locale);
  const held = ({ menu, quantity }: Held): string => words.held(catalogue[menu].name, quantity);
  const headline = words.headline(order.ID, words.types[order.type], words.states[state]);
  const at = state === 'accepted' ? order.accepted : (order.finished ?? order.moved);
  const rows: readonly Row[] = [
    ...(order.before ? [[words.before, held(order.before)] as const] : []),
    [words.after, order.type === 'cancellation' ? words.nothing : held(order)],
    [words.by, plainLine(order.orderedBy, 100)],
    [words.at, timeText(at, reader)],
    ...(state === 'undone' && order.reason ? [[words.reason, plainLine(order.reason, 400)] as const] : []),
  ];
  const advice = words.advice[state];
  return {
    subject: plainLine(`[${words.product}] ${headline}`, 240),
    text: [headline, '', ...rows.map(([name, value]) => `${name}: ${value}`), '', advice, ''].join('\n'),
    html: htmlOf(headline, rows, advice, words.footer, reader.locale),
  };
};
