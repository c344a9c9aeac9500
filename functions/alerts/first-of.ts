/** Answers of a search; `more`: not all that fits is among them. */
export interface First<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

/**
 * The first `most` by `order` of what `pick` makes of a source (undefined: not wanted). Holds no more than twice as
 * many at a time, however many there are.
 */
export const firstOf = async <S, T>(
  source: AsyncIterable<S>,
  most: number,
  order: (a: T, b: T) => number,
  pick: (each: S) => T | undefined,
): Promise<First<T>> => {
  let kept: T[] = [];
  let more = false;
  const cut = () => {
    kept.sort(order);
    more ||= kept.length > most;
    kept = kept.slice(0, most);
  };
  for await (const each of source) {
    const picked = pick(each);
    if (picked === undefined) continue;
    kept.push(picked);
    if (kept.length >= 2 * most) cut();
  }
  cut();
  return { items: kept, more };
};
