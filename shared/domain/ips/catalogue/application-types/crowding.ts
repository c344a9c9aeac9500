import type { ApplicationType } from '../rule.ts';

/** More types than this on one port and direction, and a host cannot take new rules (IPS-11). */
export const MOST_TYPES_PER_PORT = 8;

type Direction = ApplicationType['direction'];

export interface Crowded {
  readonly port: number;
  readonly direction: Direction;
  readonly types: readonly string[];
}

/** Single port or range as `[from, to]`; undefined where the text is neither. */
export const portSpan = (text: string): readonly [number, number] | undefined => {
  const match = /^\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?$/.exec(text);
  if (!match) return undefined;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from <= to && to <= 65_535 ? [from, to] : undefined;
};

/**
 * The first port and direction that more than 8 of these types share (IPS-11); TCP and UDP count together. A type
 * without ports is on every port, but ICMP has none.
 */
export const crowdedPort = (types: readonly ApplicationType[]): Crowded | undefined => {
  for (const direction of ['incoming', 'outgoing'] as const) {
    const on: string[][] = Array.from({ length: 65_536 }, () => []);
    for (const type of types.filter((each) => each.direction === direction && each.protocol !== 'icmp')) {
      const spans =
        type.ports.length === 0 ? [[1, 65_535] as const] : type.ports.flatMap((text) => spanOf(text));
      const seen = new Set<number>();
      for (const [from, to] of spans) for (let port = from; port <= to; port++) seen.add(port);
      for (const port of seen) on[port]?.push(type.name);
    }
    const port = on.findIndex((names) => names.length > MOST_TYPES_PER_PORT);
    if (port >= 0) return { port, direction, types: on[port] ?? [] };
  }
  return undefined;
};

const spanOf = (text: string): readonly (readonly [number, number])[] => {
  const span = portSpan(text);
  return span ? [span] : [];
};
