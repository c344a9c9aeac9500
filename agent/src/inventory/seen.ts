import type { Inventory } from '../../../shared/domain/recommendation/inventory.ts';
import { MOST_SEEN } from '../../../shared/schema/agent/inventory.ts';
import type { OpeningTotals } from '../inspect/opening-totals.ts';

/**
 * An inventory with what inspection saw spoken on its ports. Counts are rounded down to powers of two, so that a host
 * on which nothing changed but the number of connections mostly gives an equal inventory.
 */
export const withSeen = (inventory: Inventory, openings: Pick<OpeningTotals, 'of'>): Inventory => ({
  ...inventory,
  listeners: inventory.listeners.map((listener) => {
    const seen = listener.protocol === 'tcp' ? openings.of(listener.port) : undefined;
    return seen ? { ...listener, seen: { tls: rounded(seen.tls), plain: rounded(seen.plain) } } : listener;
  }),
});

const rounded = (count: number): number =>
  count === 0 ? 0 : Math.min(MOST_SEEN, 2 ** Math.floor(Math.log2(count)));
