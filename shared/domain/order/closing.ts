import type { CatalogueVersion } from './catalogue.ts';
import { type FeePart, monthFee } from './fee.ts';
import type { Holding } from './holding.ts';
import { type Month, monthOf, monthPeriod, nextMonth, type Period } from './local-date.ts';

/** A month is closed when orders that were worked in its last moments are surely written, in ms after its end. */
export const CLOSING_DELAY = 3_600_000;

/** The last month of a tenant that was closed, and the moment at which it ended (epoch ms). */
export interface Closed {
  readonly month: Month;
  readonly until: number;
}

export interface DueMonth extends Period {
  readonly month: Month;
}

/**
 * The next month of a tenant to close, if one has ended. Months follow each other without a gap, beginning with the
 * one of the first order, so a closing run that was missed is caught up with. A month begins where the one before it
 * ended: a tenant that moves to another time zone has no moment twice on its statements, and none left out.
 */
export const monthToClose = (
  firstHeld: number | undefined,
  closed: Closed | undefined,
  timeZone: string,
  now: number,
): DueMonth | undefined => {
  if (!closed && firstHeld === undefined) return undefined;
  const month = closed ? nextMonth(closed.month) : monthOf(firstHeld ?? 0, timeZone);
  const period = monthPeriod(month, timeZone);
  const from = closed?.until ?? period.from;
  const to = Math.max(from, period.to);
  return to + CLOSING_DELAY <= now ? { month, from, to } : undefined;
};

/** Most parts that a statement lists; who changes more often in a month reads the rest in the orders. */
export const MOST_PARTS = 100;

/** What a month costs and why; the whole of what a statement says of the fee. */
export interface Charge {
  readonly amount: number;
  readonly currency: string;
  /** The part that makes the fee, the first of them; absent where nothing was held. */
  readonly basis?: FeePart | undefined;
  readonly parts: readonly FeePart[];
  readonly partCount: number;
}

export const chargeFor = (
  holdings: readonly Holding[],
  versions: readonly CatalogueVersion[],
  period: Period,
): Charge => {
  const { amount, currency, parts } = monthFee(holdings, versions, period);
  return {
    amount,
    currency,
    ...(parts.length > 0 && { basis: parts.find((part) => part.amount === amount) }),
    parts: parts.slice(0, MOST_PARTS),
    partCount: parts.length,
  };
};
