import type { ApplicationType } from '../rule.ts';

/** More types than this on one port and direction, and a host cannot take new rules (IPS-11). */
export const MOST_TYPES_PER_PORT = 8;

type Direction = ApplicationType['direction'];

/** Where a type is found: what counts for crowding. */
export type TypePlace = Pick<ApplicationType, 'name' | 'direction' | 'protocol' | 'ports'>;

export interface Crowded {
  readonly port: number;
  readonly direction: Direction;
  readonly types: readonly string[];
}

type Span = readonly [from: number, to: number];

/** Single port or range as `[from, to]`; undefined where the text is neither. */
export const portSpan = (text: string): Span | undefined => {
  const match = /^\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?$/.exec(text);
  if (!match) return undefined;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from <= to && to <= 65_535 ? [from, to] : undefined;
};

/**
 * The first port and direction that more than 8 of these types share (IPS-11); TCP and UDP count together. A type
 * without ports is on every port, but ICMP has none. Crowds begin where a span begins, so only those ports are tried.
 */
export const crowdedPort = (types: readonly TypePlace[]): Crowded | undefined => {
  for (const direction of ['incoming', 'outgoing'] as const) {
    const placed = types
      .filter((type) => type.direction === direction && type.protocol !== 'icmp')
      .map((type) => ({ name: type.name, spans: spansOf(type) }));
    if (placed.length <= MOST_TYPES_PER_PORT) continue;
    const starts = new Set(placed.flatMap(({ spans }) => spans.map(([from]) => from)));
    for (const port of [...starts].sort((a, b) => a - b)) {
      const here = placed.filter(({ spans }) => spans.some(([from, to]) => from <= port && port <= to));
      if (here.length > MOST_TYPES_PER_PORT) return { port, direction, types: here.map(({ name }) => name) };
    }
  }
  return undefined;
};

const spansOf = ({ ports }: TypePlace): readonly Span[] =>
  ports.length === 0 ? [[1, 65_535]] : ports.flatMap((text) => spanOf(text));

const spanOf = (text: string): readonly Span[] => {
  const span = portSpan(text);
  return span ? [span] : [];
};
