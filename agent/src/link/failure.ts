/**
 * Why an exchange with the plane did not succeed. A reachable plane that says no is `refused` with its own word in
 * `code` (`unknown-agent`, `cloned`, `clock-skew`, `quantity-reached`, …).
 */
export interface LinkFailure {
  readonly ok: false;
  readonly reason:
    | 'unreachable'
    | 'untrusted'
    | 'timeout'
    | 'too-large'
    | 'bad-reply'
    | 'server-error'
    | 'refused';
  /** For people, complete sentences. */
  readonly message: string;
  readonly status?: number;
  readonly code?: string;
  readonly detail?: Readonly<Record<string, string | number>>;
  /** From `retry-after`, ms. */
  readonly retryAfter?: number;
}

export type Exchange<T> = { readonly ok: true; readonly value: T } | LinkFailure;

export const linkFailure = (
  reason: LinkFailure['reason'],
  message: string,
  more: Omit<LinkFailure, 'ok' | 'reason' | 'message'> = {},
): LinkFailure => ({ ok: false, reason, message, ...more });

/** Whether the plane itself answered, whatever it said: what the lock-out guard asks (DESIGN "Agent"). */
export const planeAnswered = (exchange: Exchange<unknown>): boolean =>
  exchange.ok || exchange.reason === 'refused' || exchange.reason === 'server-error';
