import * as z from 'zod';
import { changesBetween, type Members } from '../../../domain/trail/changes.ts';
import { keys, OPERATOR, partitions } from '../../keys.ts';
import type { Page, Store, Write } from '../../store.ts';

/** The trail of orders, fees, operator and administrator actions is kept for 400 days (EVT-7). */
export const TRAIL_LIFE_SECONDS = 400 * 24 * 3600;

const members = z.record(z.string(), z.unknown());

export const trailItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('trail'),
  /** Whose thing it was: a tenant's GUID, or `operator`. Absent in entries from before it was kept. */
  tenant: z.string().optional(),
  at: z.number(),
  /** What was done, e.g. `order-placed`, and to what. */
  action: z.string(),
  target: z.string(),
  /** Who did it: an API key's, person's or operator key's name, with its kind. */
  byKind: z.enum(['apikey', 'person', 'operator', 'agent', 'system']),
  by: z.string(),
  detail: z.string().optional(),
  /** The members that differ, as they were and as they are. */
  before: members.optional(),
  after: members.optional(),
  expiresAt: z.number(),
});
export type TrailItem = z.infer<typeof trailItem>;

export interface Entry {
  /** Epoch ms. */
  readonly at: number;
  readonly action: string;
  /** e.g. `order-7`; unique with action and time within the tenant. */
  readonly target: string;
  readonly by: { readonly kind: TrailItem['byKind']; readonly name: string };
  /** In words; never a secret. */
  readonly detail?: string;
  /** The thing before and after, whole: the entry keeps what differs, and never a secret. */
  readonly before?: Members | undefined;
  readonly after?: Members | undefined;
}

/** The item of a trail entry; goes into the same transaction as what it tells of. */
export const trail = (tenant: string, entry: Entry): TrailItem => ({
  ...keys.trail(tenant, entry.at, `${entry.target}#${entry.action}`),
  kind: 'trail',
  tenant,
  at: entry.at,
  action: entry.action,
  target: entry.target,
  byKind: entry.by.kind,
  by: entry.by.name,
  ...(entry.detail !== undefined && { detail: entry.detail }),
  ...changesBetween(entry.before, entry.after),
  expiresAt: Math.floor(entry.at / 1000) + TRAIL_LIFE_SECONDS,
});

/**
 * The writes of an entry that the operator reads too: orders, fees and what the operator did to a tenant. They are
 * few, so a second copy in the operator's own trail is cheaper than looking through every tenant's.
 */
export const sharedTrail = (tenant: string, entry: Entry): Write[] => {
  const item = trail(tenant, entry);
  const copy = keys.trail(OPERATOR, entry.at, `${tenant}#${entry.target}#${entry.action}`);
  return [{ put: item }, { put: { ...item, ...copy } }];
};

/** Newest first. `owner`: a tenant's GUID or `operator`; times in epoch ms, both included. */
export const pageTrail = (
  store: Store,
  owner: string,
  range: {
    readonly from: number;
    readonly to: number;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<Page<TrailItem>> =>
  store.query(partitions.trail(owner), trailItem, {
    between: [keys.trail(owner, range.from, '').sk, keys.trail(owner, range.to + 1, '').sk],
    descending: true,
    consistent: true,
    limit: range.limit,
    ...(range.after !== undefined && { after: range.after }),
  });
