/**
 * The answer of every decision: a value, or a refusal that says why in words the caller can act on. An expected
 * refusal is never an exception; `shared/http/status.ts` owns the only mapping to status codes.
 */
export type Outcome<T> = Accepted<T> | Refusal;

export interface Accepted<T> {
  readonly ok: true;
  readonly value: T;
}

export type RefusalKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'too-large'
  | 'too-many';

export interface Refusal {
  readonly ok: false;
  readonly kind: RefusalKind;
  /** For people: names the field or thing and what to do. */
  readonly message: string;
  /** For programs: a stable word, e.g. `quantity-reached`, and data that goes with it. */
  readonly reason?: string;
  readonly detail?: Readonly<Record<string, string | number>>;
}

export const accept = <T>(value: T): Accepted<T> => ({ ok: true, value });

export const refuse = (
  kind: RefusalKind,
  message: string,
  reason?: string,
  detail?: Readonly<Record<string, string | number>>,
): Refusal => ({ ok: false, kind, message, ...(reason && { reason }), ...(detail && { detail }) });

/** The API's own wording for an id in the path that is not there (domain/api.md, Errors). */
export const missing = (thing: string): Refusal => refuse('missing', `The ${thing} does not exist.`);
