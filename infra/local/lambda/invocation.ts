/** What the machine sends to a function's worker thread. */
export interface InvocationRequest {
  readonly event: unknown;
  readonly requestId: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  /** Epoch milliseconds at which the function is cut off. */
  readonly deadline: number;
}

/** The first message of a thread: the bundle is loaded (or will fail each invocation with why not). */
export const ready = 'ready';

/** Lambda's own limit on what a function is given and gives back, in bytes of JSON. */
export const payloadLimit = 6 * 1024 * 1024;

/**
 * How an invocation ended.
 * - `error`: the handler threw, could not be loaded or answered more than Lambda passes on.
 * - `timeout`: it was cut off. - `crashed`: the thread ended, e.g. out of memory.
 * - `throttled`: too many callers wait already. - `too-large`: the event passes Lambda's limit.
 */
export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly reason: 'error' | 'timeout' | 'crashed' | 'throttled' | 'too-large';
      readonly message: string;
    };

export const failed = (reason: Exclude<Outcome, { ok: true }>['reason'], message: string): Outcome => ({
  ok: false,
  reason,
  message,
});
