import type { Write } from '../../store.ts';
import { systemEvent } from '../event/system-event.ts';
import { type Entry, sharedTrail } from '../tenant/trail.ts';
import type { StatementItem } from './statement.ts';

/** Not known to the API that this one is compatible with: numbers of our own, beyond its list. */
const events = {
  issued: { number: 9521, title: 'Statement Issued' },
  corrected: { number: 9522, title: 'Statement Corrected' },
} as const;

/**
 * What is told of a statement or its correction: the tenant's system event and the trail's entry (EVT-2, EVT-7). Part
 * of the same transaction as the document.
 */
export const feeRecords = (
  item: StatementItem,
  by: Entry['by'],
  before?: Pick<StatementItem, 'amount'>,
): Write[] => {
  const { tenant, month, correction, issued, amount, currency, reason } = item;
  const what = correction === 0 ? 'issued' : 'corrected';
  const detail = `${month}: ${amount} in the smallest unit of ${currency}${reason ? `. ${reason}` : ''}`;
  return [
    {
      put: systemEvent(tenant, {
        id: `statement-${month}-${correction}`,
        at: issued,
        ...events[what],
        severity: 'info',
        description: detail,
        actionBy: by.name,
      }),
    },
    ...sharedTrail(tenant, {
      at: issued,
      action: `statement-${what}`,
      target: `statement-${month}${correction === 0 ? '' : `-c${correction}`}`,
      by,
      detail,
      ...(before && { before: { amount: before.amount, currency } }),
      after: { amount, currency },
    }),
  ];
};
