import type { HttpFunction, Route } from '../../shared/schema/routes/route.ts';

/** One route of the HTTP API: everything at `path`, whatever the method, goes to one function. */
export interface ApiRoute {
  /** In API Gateway's spelling; may end in `/{proxy+}`. */
  readonly path: string;
  readonly function: HttpFunction;
}

interface Node {
  /** As first spelled in the table: `computers`, `{computerID}`. */
  readonly segment: string;
  readonly here: Set<HttpFunction>;
  readonly below: Map<string, Node>;
}

const node = (segment: string): Node => ({ segment, here: new Set(), below: new Map() });

/**
 * Folds the route table into resource families, because the quotas of an HTTP API and of a stack would not hold a
 * route per endpoint. A family is a path's first two segments; where two functions share one, it is divided
 * further down until each part has one owner. Throws when two functions claim the same path.
 */
export function apiRoutes(table: readonly Pick<Route, 'path' | 'function'>[]): readonly ApiRoute[] {
  const root = node('');
  for (const line of table) plant(root, line.path.split('/').slice(1), line.function);
  return harvest(root, '', 0);
}

function plant(tree: Node, segments: readonly string[], owner: HttpFunction): void {
  let at = tree;
  for (const segment of segments) {
    const key = segment.startsWith('{') ? '{}' : segment;
    const next = at.below.get(key) ?? node(segment);
    at.below.set(key, next);
    at = next;
  }
  at.here.add(owner);
}

function harvest(tree: Node, path: string, depth: number): ApiRoute[] {
  const [owner, ...others] = owners(tree);
  if (owner === undefined) return [];
  if (depth >= 2 && others.length === 0) {
    return [
      { path, function: owner },
      { path: `${path}/{proxy+}`, function: owner },
    ];
  }
  if (tree.here.size > 1) {
    throw new Error(`route table: ${path} belongs to ${[...tree.here].join(' and ')}`);
  }
  return [
    ...[...tree.here].map((only) => ({ path, function: only })),
    ...[...tree.below.values()].flatMap((child) => harvest(child, `${path}/${child.segment}`, depth + 1)),
  ];
}

function owners(tree: Node): Set<HttpFunction> {
  const all = new Set(tree.here);
  for (const child of tree.below.values()) for (const owner of owners(child)) all.add(owner);
  return all;
}
