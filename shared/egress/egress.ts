import { lookup } from 'node:dns/promises';
import type { Network } from '../domain/address/network.ts';
import { mayConnectTo, readRanges } from '../domain/address/public.ts';
import { accept, type Outcome, type Refusal, refuse } from '../domain/outcome.ts';

/** Gives every address of a name; throws where it has none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** How the plane reaches what a tenant names: which ranges beyond the public internet, and who resolves names. */
export interface Egress {
  readonly allowed: readonly Network[];
  readonly resolve: Resolve;
}

/**
 * Why something outside was not reached, for programs: `address-refused` (guard), `unresolved`, `unreachable`,
 * `timeout`, `tls` (not trusted, or no TLS), `redirected`, `reply-too-large`, `broken-reply`.
 */
export type EgressReason =
  | 'address-refused'
  | 'unresolved'
  | 'unreachable'
  | 'timeout'
  | 'tls'
  | 'redirected'
  | 'reply-too-large'
  | 'broken-reply';

/** A refusal of the guard or a failure of the other side; its message names the other side and tells nothing of ours. */
export const notReached = (reason: EgressReason, message: string): Refusal =>
  refuse('invalid', message, reason);

const systemResolve: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

/** `EGRESS_ALLOW` names ranges that are allowed though they are not public; the cloud's template sets none. */
export const egressFrom = (env: Readonly<Record<string, string | undefined>>): Egress => ({
  allowed: readRanges(env.EGRESS_ALLOW ?? ''),
  resolve: systemResolve,
});

/** More addresses than this of one name are not tried. */
const MOST_ADDRESSES = 4;

/**
 * The addresses to connect to for a name or literal address. A name with one forbidden address is refused whole:
 * it is either a mistake or a try to slip past.
 */
export const checkedAddresses = async (
  { allowed, resolve }: Egress,
  host: string,
): Promise<Outcome<readonly string[]>> => {
  const addresses = await resolve(host).catch((): readonly string[] => []);
  if (addresses.length === 0) return notReached('unresolved', `${host}: no address is known for this name.`);
  if (!addresses.every((address) => mayConnectTo(address, allowed))) {
    return notReached('address-refused', `${host}: the service connects to addresses on the internet only.`);
  }
  return accept(addresses.slice(0, MOST_ADDRESSES));
};
