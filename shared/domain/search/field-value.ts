/** Leaves of `item` at a slash path; arrays on the way are walked through. */
export const fieldValues = (item: unknown, path: string): readonly unknown[] =>
  path
    .split('/')
    .reduce<readonly unknown[]>((nodes, name) => nodes.flatMap((node) => step(node, name)), [item]);

/** A wrapped list is one level deeper than clients name it: `interfaces/name` is at `interfaces.interfaces[].name`. */
const step = (node: unknown, name: string): readonly unknown[] => {
  if (Array.isArray(node)) return node.flatMap((each) => step(each, name));
  if (typeof node !== 'object' || node === null) return [];
  if (Object.hasOwn(node, name)) {
    const value = (node as Readonly<Record<string, unknown>>)[name];
    return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  }
  const [only, ...others] = Object.values(node);
  return others.length === 0 && Array.isArray(only) ? step(only, name) : [];
};
