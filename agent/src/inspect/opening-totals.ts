import type { Openings } from '../../../shared/domain/ips/inspect/openings.ts';

/** How connections to the ports of this host began, since the agent started. */
export interface OpeningTotals {
  add(openings: readonly Openings[]): void;
  of(port: number): Omit<Openings, 'port'> | undefined;
}

const MOST_PORTS = 1000;
/** Beyond it both counts are halved: what a port speaks now outweighs what it spoke once. */
const MOST_COUNTED = 2048;

export const createOpeningTotals = (): OpeningTotals => {
  const totals = new Map<number, { tls: number; plain: number }>();
  return {
    add(openings) {
      for (const { port, tls, plain } of openings) {
        const before = totals.get(port);
        if (before === undefined && totals.size >= MOST_PORTS) continue;
        const sum = { tls: tls + (before?.tls ?? 0), plain: plain + (before?.plain ?? 0) };
        while (sum.tls + sum.plain > MOST_COUNTED) {
          sum.tls = Math.floor(sum.tls / 2);
          sum.plain = Math.floor(sum.plain / 2);
        }
        totals.set(port, sum);
      }
    },
    of: (port) => totals.get(port),
  };
};
