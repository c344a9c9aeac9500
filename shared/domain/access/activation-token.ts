import { parseNetwork, within } from '../address/network.ts';
import { accept, type Outcome, refuse } from '../outcome.ts';

export interface TokenFacts {
  /** Epoch ms. */
  readonly expires?: number | undefined;
  readonly usesLeft?: number | undefined;
  /** Addresses or ranges from which it works; empty: from anywhere. */
  readonly sources: readonly string[];
}

/** An activation token that the tenant does not have; nothing tells whether the tenant itself exists. */
export const unknownToken = refuse(
  'unauthenticated',
  'token: this tenant has no such activation token. Check the tenant id and the token.',
  'unknown-token',
);

/** Whether a token may bring in one more computer from this address now. */
export const usableToken = (token: TokenFacts, sourceIP: string, now: number): Outcome<undefined> => {
  if (token.expires !== undefined && token.expires <= now) {
    return refuse(
      'forbidden',
      `token: the activation token expired at ${new Date(token.expires).toISOString()}.`,
      'token-expired',
    );
  }
  if (!allows(token.sources, sourceIP)) {
    return refuse('forbidden', `token: the activation token does not work from ${sourceIP}.`, 'wrong-source');
  }
  if (token.usesLeft !== undefined && token.usesLeft <= 0) {
    return refuse('forbidden', 'token: the activation token is used up.', 'token-used-up');
  }
  return accept(undefined);
};

const allows = (sources: readonly string[], sourceIP: string): boolean => {
  if (sources.length === 0) return true;
  const source = parseNetwork(sourceIP);
  return sources.some((text) => {
    const range = parseNetwork(text);
    return source !== undefined && range !== undefined && within(source, range);
  });
};
