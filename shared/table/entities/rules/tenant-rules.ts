import * as z from 'zod';
import { absent, equals } from '../../condition.ts';
import { keys } from '../../keys.ts';
import type { Store, Write } from '../../store.ts';
import { askForAll } from '../policy/configuration-mark.ts';

const taken = z.object({ version: z.number().int(), sequence: z.number().int(), at: z.number() });

/** Which version of the rules a tenant is on. */
export const tenantRulesItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('tenant-rules'),
  tenant: z.string(),
  revision: z.number().int(),
  applied: taken.extend({ jws: z.string() }),
  seen: z.number().int(),
  available: z.number().int().optional(),
  /** What it took up, the latest first; a roll-back is one. */
  history: z.array(taken),
  /** The version that it began with; absent for those who began before it was kept. */
  first: z.number().int().optional(),
});
export type TenantRulesItem = z.infer<typeof tenantRulesItem>;

/** Versions that a tenant is known to have had. */
export const MOST_HISTORY = 30;

export const readTenantRules = (store: Store, tenant: string): Promise<TenantRulesItem | undefined> =>
  store.get(keys.tenantRules(tenant), tenantRulesItem);

/** The version that a tenant began with, the earliest that is known. */
export const firstVersion = ({ first, history, applied }: TenantRulesItem): number =>
  first ?? history.at(-1)?.version ?? applied.version;

export interface Signed {
  readonly version: number;
  readonly jws: string;
}

/**
 * Puts a tenant on a version, and has everything compiled again that it concerns: that is a write for each policy whose
 * rules are other than before, however many computers follow it.
 */
export const takeVersion = (
  tenant: string,
  before: TenantRulesItem | undefined,
  version: Signed,
  sequence: number,
  at: number,
): Write[] => {
  const entry = { version: version.version, sequence, at };
  const revision = (before?.revision ?? 0) + 1;
  // Who goes back to what it had leaves what waits where it is.
  const waits = before && sequence < before.seen ? before.available : undefined;
  const again = before?.applied.version === version.version;
  const history = before?.history.slice(again ? 1 : 0) ?? [];
  const item: TenantRulesItem = {
    ...keys.tenantRules(tenant),
    kind: 'tenant-rules',
    tenant,
    revision,
    applied: { ...entry, jws: version.jws },
    seen: Math.max(before?.seen ?? 0, sequence),
    ...(waits !== undefined && { available: waits }),
    history: [entry, ...history].slice(0, MOST_HISTORY),
    first: before ? firstVersion(before) : version.version,
  };
  return [
    { put: item, if: before ? equals('revision', before.revision) : absent('pk') },
    { put: askForAll(tenant, `rules ${revision}`, at) },
  ];
};
