import type { Window } from '../../shared/domain/event/placement.ts';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';

const DAY = 24 * 3_600_000;
/** Without an end, also what a host's clock put into the future is shown. */
const LAST_MOMENT = 8_640_000_000_000_000;

/** Without `from`, the 24 hours before `to` or before now. All in epoch ms. */
export const windowOf = (
  query: { readonly from?: number | undefined; readonly to?: number | undefined },
  now: number,
): Outcome<Window> => {
  const to = query.to ?? LAST_MOMENT;
  const from = query.from ?? Math.min(to, now) - DAY;
  return from <= to
    ? accept({ from, to })
    : refuse('invalid', 'from: must not be later than to.', 'invalid', { field: 'from' });
};
