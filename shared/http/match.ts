import type { Route } from '../schema/routes/route.ts';

export interface Match {
  readonly route: Route;
  /** Path parameters, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
}

export type Matched = Match | { readonly allowed: readonly string[] };

/**
 * Finds the line of the route table for a request. A literal segment wins over a parameter
 * (`/apikeys/current` over `/apikeys/{apiKeyID}`); a slash at the end, which older clients write, is none. Without a
 * match: the methods that the path does know.
 */
export const matchRoute = (routes: readonly Route[], method: string, path: string): Matched => {
  const segments = path.replace(/(?<=[^/])\/$/, '').split('/');
  const fits = routes
    .map((route) => ({ route, params: fitPath(route.path.split('/'), segments) }))
    .filter((candidate): candidate is Match => candidate.params !== undefined)
    .sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
  return (
    fits.find((candidate) => candidate.route.method === method) ?? {
      allowed: [...new Set(fits.map((candidate) => candidate.route.method))],
    }
  );
};

const fitPath = (
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined => {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i] ?? '';
    if (part.startsWith('{')) {
      const decoded = decode(segment);
      if (decoded === undefined || decoded === '') return undefined;
      params[part.slice(1, -1)] = decoded;
    } else if (part !== segment) return undefined;
  }
  return params;
};

const decode = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
};
