import type { RoutePart } from '../template/parts.ts';

export interface Match {
  readonly route: RoutePart;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** How exact a route's segment is: a literal before a parameter before a greedy rest. */
const rank = (segment: string): number => {
  if (segment.startsWith('{') && segment.endsWith('+}')) return 2;
  return segment.startsWith('{') ? 1 : 0;
};

const segmentsOf = (path: string): string[] => path.split('/').slice(1);

/** API Gateway's order: the longer exact part first, at the same path a named method before `ANY`. */
function moreExact(a: RoutePart, b: RoutePart): number {
  const [left, right] = [segmentsOf(a.path), segmentsOf(b.path)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = rank(left[i] ?? '') - rank(right[i] ?? '');
    if (difference !== 0) return difference;
  }
  const longer = right.length - left.length;
  return longer !== 0 ? longer : Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

function parametersOf(route: RoutePart, path: readonly string[]): Record<string, string> | undefined {
  const pattern = segmentsOf(route.path);
  const parameters: Record<string, string> = {};
  for (const [i, segment] of pattern.entries()) {
    const actual = path[i];
    if (actual === undefined) return undefined;
    const kind = rank(segment);
    if (kind === 2) {
      // Empty after a slash at the end: what API Gateway does with `/metrics/` and `/metrics/{proxy+}`.
      parameters[segment.slice(1, -2)] = path.slice(i).join('/');
      return parameters;
    }
    if (kind === 1) {
      if (actual === '') return undefined;
      parameters[segment.slice(1, -1)] = actual;
    } else if (segment !== actual) return undefined;
  }
  return pattern.length === path.length ? parameters : undefined;
}

/**
 * Finds the route for a decoded path as an HTTP API does: exact over parameter over `{proxy+}` over `$default`.
 * Undefined: 404.
 */
export function matcher(routes: readonly RoutePart[]): (method: string, path: string) => Match | undefined {
  const ordered = routes.filter((route) => route.path !== '$default').sort(moreExact);
  const fallback = routes.find((route) => route.path === '$default');
  return (method, path) => {
    const segments = segmentsOf(path);
    for (const route of ordered) {
      if (route.method !== 'ANY' && route.method !== method) continue;
      const pathParameters = parametersOf(route, segments);
      if (pathParameters) return { route, pathParameters };
    }
    return fallback && { route: fallback, pathParameters: {} };
  };
}
