import { type CatalogueVersion, catalogueAt } from './catalogue.ts';
import { type Holding, inOrder } from './holding.ts';
import type { Period } from './local-date.ts';
import type { Menu } from './menus.ts';

/** A stretch of a month in which menu, quantity and price were the same. Amounts in the currency's smallest unit. */
export interface FeePart extends Period {
  readonly menu: Menu;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly amount: number;
}

export interface Fee {
  /** The highest of the parts; 0 where nothing was held. */
  readonly amount: number;
  readonly currency: string;
  readonly parts: readonly FeePart[];
}

/**
 * The fee of a month: flat, whatever the hours, and where menu, quantity or price changed in it the highest of the
 * month's (menu × quantity) fees, each at the price in force when it was used (ORD-7). A month in which a service
 * ended counts as any other. Whole numbers throughout: quantity and price are bounded so that their product is exact.
 */
export const monthFee = (
  holdings: readonly Holding[],
  versions: readonly CatalogueVersion[],
  month: Period,
): Fee => {
  const parts = joined(stretches(inOrder(holdings), versions, month));
  const amount = parts.reduce((highest, part) => Math.max(highest, part.amount), 0);
  return { amount, currency: catalogueAt(versions, month.to - 1).currency, parts };
};

/** The month cut wherever what is held or what it costs may change. */
const stretches = (
  held: readonly Holding[],
  versions: readonly CatalogueVersion[],
  month: Period,
): readonly FeePart[] => {
  const cuts = [month.from, ...held.map(({ from }) => from), ...versions.map(({ from }) => from)]
    .filter((cut) => cut >= month.from && cut < month.to)
    .sort((a, b) => a - b);
  const starts = [...new Set(cuts)];
  return starts.flatMap((from, i) => {
    const holding = held.findLast((each) => each.from <= from);
    if (holding?.menu === undefined || holding.quantity === 0) return [];
    const { menu, quantity } = holding;
    const { unitPrice } = catalogueAt(versions, from).menus[menu];
    return [{ from, to: starts[i + 1] ?? month.to, menu, quantity, unitPrice, amount: quantity * unitPrice }];
  });
};

const joined = (parts: readonly FeePart[]): readonly FeePart[] => {
  const all: FeePart[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    const goesOn =
      last?.to === part.from &&
      last.menu === part.menu &&
      last.quantity === part.quantity &&
      last.unitPrice === part.unitPrice;
    if (last && goesOn) all[all.length - 1] = { ...last, to: part.to };
    else all.push(part);
  }
  return all;
};

/** The largest quantity that was ordered at any moment of a period; what is held when it begins counts. */
export const highestHeld = (holdings: readonly Holding[], period: Period): number => {
  const held = inOrder(holdings);
  return held.reduce((highest, { from, quantity }, i) => {
    const end = held[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    const used = from < period.to && end > period.from && end > from;
    return used ? Math.max(highest, quantity) : highest;
  }, 0);
};
