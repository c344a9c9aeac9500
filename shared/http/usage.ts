import { randomUUID } from 'node:crypto';
import { signInDue } from '../domain/access/api-key.ts';
import { type UsageFacts, type UsageTally, withCall } from '../domain/access/usage.ts';
import { absent, all, any, atMost, exists } from '../table/condition.ts';
import { apiKeyItem } from '../table/entities/access/access.ts';
import { apiUsage } from '../table/entities/access/api-usage.ts';
import { hourOf, keys } from '../table/keys.ts';
import type { Store } from '../table/store.ts';
import type { TenantCaller } from './caller.ts';

/** A call that was answered. `began`, `now` in epoch ms. */
export interface AnsweredCall extends Omit<UsageFacts, 'auth' | 'keyID'> {
  readonly began: number;
  readonly now: number;
  readonly items: number;
}

export type RecordUsage = (caller: TenantCaller, call: AnsweredCall) => Promise<void>;

const MINUTE = 60_000;
/** Tenants that an instance counts for at once; beyond it the one it counted for longest is let go. */
const MOST_TENANTS = 500;

interface Counting {
  readonly hour: number;
  readonly tally: UsageTally;
  /** Epoch ms of the last write. */
  readonly written: number;
}

/**
 * Counts calls in this process and writes a tenant's counts of the hour once a minute at most, the first call at once:
 * all of the hour in one item of this instance, so that a repeated write changes nothing. What was counted after the
 * last write is lost with the instance: figures are approximate. A failure here is nobody's failed call.
 */
export const createUsage = (store: Store, failed: (error: Error) => void): RecordUsage => {
  const instance = randomUUID();
  const counted = new Map<string, Counting>();

  const write = async (tenant: string, { hour, tally }: Counting): Promise<void> => {
    await store.put(apiUsage(tenant, hour, instance, tally));
  };

  const signedIn = async ({ tenantID, keyID, lastSignIn }: TenantCaller, now: number): Promise<void> => {
    if (keyID === undefined || !signInDue(lastSignIn, now)) return;
    const stale = any(absent('lastSignIn'), atMost('lastSignIn', lastSignIn ?? 0));
    const key = keys.apiKey(tenantID, keyID);
    await store.update(key, { set: { lastSignIn: now } }, apiKeyItem, all(exists('pk'), stale));
  };

  return async (caller, { began, now, items, ...facts }) => {
    const tenant = caller.tenantID;
    const before = counted.get(tenant);
    const hour = hourOf(now);
    const sameHour = before?.hour === hour;
    const { keyID = 0 } = caller;
    const tally = withCall(
      sameHour ? before.tally : {},
      { ...facts, keyID, auth: keyID > 0 ? 'api-key' : 'sign-in' },
      { calls: 1, duration: Math.max(0, now - began), items },
    );
    const due = !before || now - before.written >= MINUTE;
    const after = { hour, tally, written: due ? now : before.written };
    counted.delete(tenant);
    counted.set(tenant, after);
    if (counted.size > MOST_TENANTS) counted.delete(counted.keys().next().value ?? '');
    try {
      await Promise.all([
        signedIn(caller, now),
        ...(due ? [write(tenant, after)] : []),
        // The last minute of an hour that is over.
        ...(before && !sameHour ? [write(tenant, before)] : []),
      ]);
    } catch (error) {
      failed(error as Error);
    }
  };
};
