import { DEFAULT_RATES, type RateLimits, type Tally, tallyAt, within } from '../domain/access/rate.ts';
import { accept, type Outcome, refuse } from '../domain/outcome.ts';
import type { TenantCaller } from './caller.ts';

/** Callers remembered at once; beyond it the oldest is forgotten. */
const MOST_REMEMBERED = 20_000;

const tooMany = refuse('too-many', 'Too many API requests', 'rate-limit');

export type RateLimit = (caller: TenantCaller, now: number) => Outcome<undefined>;

/**
 * Counts the calls of each key (or person) and each tenant in this process. Every running instance of a function
 * counts for itself, so that no call costs a write; the whole plane's rate is bounded at the API's stage.
 */
export const createRateLimit = (limits: RateLimits = DEFAULT_RATES): RateLimit => {
  const tallies = new Map<string, Tally>();
  const remember = (who: string, tally: Tally): void => {
    tallies.delete(who);
    tallies.set(who, tally);
    const oldest = tallies.size > MOST_REMEMBERED ? tallies.keys().next().value : undefined;
    if (oldest !== undefined) tallies.delete(oldest);
  };
  return (caller, now) => {
    const key = `${caller.tenantID}/${caller.by.kind}/${caller.keyID ?? caller.by.name}`;
    const [ofKey, ofTenant] = [tallyAt(tallies.get(key), now), tallyAt(tallies.get(caller.tenantID), now)];
    if (!within(ofKey, limits.perKey, now) || !within(ofTenant, limits.perTenant, now)) return tooMany;
    remember(key, { ...ofKey, current: ofKey.current + 1 });
    remember(caller.tenantID, { ...ofTenant, current: ofTenant.current + 1 });
    return accept(undefined);
  };
};
