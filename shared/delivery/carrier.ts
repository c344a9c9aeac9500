import type { Routing } from '../domain/notification/format/routing.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { KeptDestination } from '../schema/api/notification/notification.ts';

/**
 * Takes things to one destination. `send` answers in words what the other side said, or refuses with why it did not
 * take them (`detail`-free, for people); whoever asked tries again later. It throws only for a fault of our own.
 * One carrier may send several things one after another and must be closed.
 */
export interface Carrier<T> {
  /** `id` names the thing: the same again when it is sent again. */
  send(id: string, thing: T): Promise<Outcome<string>>;
  close(): void;
}

/** A mail as it is read, whoever carries it. */
export interface Letter {
  readonly to: readonly string[];
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A destination whose secret was opened; it is never stored or logged so. */
export interface OpenedDestination extends Omit<KeptDestination, 'sealedSecret'> {
  readonly ID: number;
  readonly bounceAddress?: string;
  readonly routing?: Routing;
  readonly secret?: string | undefined;
  /** Certificates (PEM) that the tenant trusts beside the public authorities. */
  readonly trust: readonly string[];
}

/** Whatever it takes, one thing is sent within this time or not at all. */
export const SEND_MS = 15_000;
