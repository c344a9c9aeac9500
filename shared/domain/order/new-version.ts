import { accept, type Outcome, refuse } from '../outcome.ts';
import type { CatalogueVersion } from './catalogue.ts';
import { catalogue, type Menu, type MenuEntry } from './menus.ts';

/** Largest price: with the largest quantity of an order (1,000,000) the fee is still an exact number. */
export const HIGHEST_PRICE = 999_999_999;

export interface WishedVersion {
  /** Epoch ms; at once where it is left out. */
  readonly from?: number | undefined;
  readonly currency: string;
  readonly menus: Readonly<Record<Menu, Omit<MenuEntry, 'modules'>>>;
}

/**
 * The version that an operator's wish becomes. It holds from now on or later: what was used is charged at the price it
 * was used at (ORD-7). The currency is fixed by the first version, so that no month has fees in two of them. What a
 * menu entitles is the service's own doing, not the operator's (ORD-2).
 */
export const decideVersion = (
  written: readonly CatalogueVersion[],
  wish: WishedVersion,
  now: number,
): Outcome<CatalogueVersion> => {
  const from = wish.from ?? now;
  if (from < now) {
    return refuse('invalid', 'from: must not be in the past; leave it out for now.', 'past', {
      field: 'from',
    });
  }
  const currency = written.at(0)?.currency ?? wish.currency;
  if (wish.currency !== currency) {
    return refuse(
      'conflict',
      `currency: prices are in ${currency} here; fees of one month cannot be in two currencies.`,
      'currency-fixed',
      { field: 'currency', currency },
    );
  }
  const version = 1 + written.reduce((last, each) => Math.max(last, each.version), 0);
  const entry = (menu: Menu): MenuEntry => ({ ...wish.menus[menu], modules: catalogue[menu].modules });
  return accept({
    version,
    from,
    currency,
    menus: {
      'managed-anti-virus': entry('managed-anti-virus'),
      'managed-virtual-patch': entry('managed-virtual-patch'),
      'managed-host-security-package': entry('managed-host-security-package'),
    },
  });
};
