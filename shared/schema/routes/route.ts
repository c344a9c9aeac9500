import type * as z from 'zod';
import type { Whole } from '../../domain/access/reach.ts';
import type { Right } from '../../domain/access/rights.ts';

/** The Lambda functions that answer HTTP; each is a folder under `functions/`. */
export type HttpFunction =
  | 'operator'
  | 'orders'
  | 'fees'
  | 'service'
  | 'access'
  | 'activation'
  | 'agent-link'
  | 'policy'
  | 'rules'
  | 'computers'
  | 'events'
  | 'alerts'
  | 'tasks'
  | 'exports'
  | 'notifications'
  | 'settings'
  | 'scans';

/**
 * Who may call a route.
 * - `tenant`: an API key or a signed-in person of a tenant, holding `right` in its role (absent: any role will do), and
 *   reaching all of `whole` (absent: what of the path's ids is out of reach is not there, shared/http/reach.ts).
 * - `tenant-or-operator`: either; the operator is the primary tenant of the API that this one is compatible with.
 * - `operator`: the operator's key. - `agent`: an activated agent's signed request.
 * - `activating`: nobody yet known; the route itself proves the caller (AGT-2). The reason says how.
 * - `anyone`: no caller is asked for; the reason says why that is right.
 */
export type Allow =
  | { readonly who: 'tenant'; readonly right?: Right; readonly whole?: Whole }
  | { readonly who: 'tenant-or-operator'; readonly right: Right }
  | { readonly who: 'operator' }
  | { readonly who: 'agent' }
  | { readonly who: 'activating'; readonly reason: string }
  | { readonly who: 'anyone'; readonly reason: string };

/** Tables and lines for other programs: RFC 4180, and one JSON value to a line. */
export type Format = 'csv' | 'ndjson';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

type Shape = z.ZodObject;

/**
 * One line of the route table: the only description of an endpoint. Infra makes HTTP API routes from it, the
 * function dispatches on it, authorisation and parsing follow it, and the OpenAPI document is printed from it.
 */
export interface Route {
  readonly id: string;
  readonly method: Method;
  /** e.g. `/api/policies/{policyID}`; names in braces are members of `params`. */
  readonly path: string;
  readonly function: HttpFunction;
  readonly allow: Allow;
  readonly summary: string;
  readonly params?: Shape;
  readonly query?: Shape;
  readonly body?: z.ZodType;
  /** Absent: the route answers 200 with an empty body. */
  readonly reply?: z.ZodType;
  /** What the route answers beside JSON, for those who ask for it (shared/http/export.ts). */
  readonly formats?: readonly Format[];
  /** Largest body in bytes as received; default 1 MiB. */
  readonly bodyLimit?: number;
  /** The body arrives compressed and is handed on as bytes (event batches). */
  readonly rawBody?: boolean;
}

/** Keeps the exact types of a line's schemas and caller; adds nothing at run time. */
export const route = <const R extends Route>(r: R): R => r;

/** Whether a call of it may change something, which a suspended tenant cannot (ORD-9). */
export const mayChange = ({ method, path }: Pick<Route, 'method' | 'path'>): boolean =>
  method !== 'GET' && !path.endsWith('/search') && !path.endsWith('/counts');
