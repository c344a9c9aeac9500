/** What is part of every tenant in a collection. */
export interface Builtin<T> {
  readonly list: readonly T[];
  readonly byID: ReadonlyMap<number, T>;
}

/** Built-in items by id; those of one list are sorted out once. */
export const builtinFrom = <T extends { readonly ID: number }>(
  source: readonly T[] | ((tenant: string) => Promise<readonly T[]>),
): ((tenant: string) => Promise<Builtin<T>>) => {
  let known: Builtin<T> | undefined;
  return async (tenant) => {
    const list = typeof source === 'function' ? await source(tenant) : source;
    if (known?.list === list) return known;
    const sorted = { list, byID: new Map(list.map((item) => [item.ID, item])) };
    known = sorted;
    return sorted;
  };
};
