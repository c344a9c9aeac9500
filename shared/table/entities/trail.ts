import * as z from 'zod';
import { keys } from '../keys.ts';

/** The trail of orders, fees, operator and administrator actions is kept for 400 days (EVT-7). */
export const TRAIL_LIFE_SECONDS = 400 * 24 * 3600;

export const trailItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('trail'),
  at: z.number(),
  /** What was done, e.g. `order-placed`, and to what. */
  action: z.string(),
  target: z.string(),
  /** Who did it: an API key's, person's or operator key's name, with its kind. */
  byKind: z.enum(['apikey', 'person', 'operator', 'agent', 'system']),
  by: z.string(),
  detail: z.string().optional(),
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
}

/** The item of a trail entry; goes into the same transaction as what it tells of. */
export const trail = (tenant: string, entry: Entry): TrailItem => ({
  ...keys.trail(tenant, entry.at, `${entry.target}#${entry.action}`),
  kind: 'trail',
  at: entry.at,
  action: entry.action,
  target: entry.target,
  byKind: entry.by.kind,
  by: entry.by.name,
  ...(entry.detail !== undefined && { detail: entry.detail }),
  expiresAt: Math.floor(entry.at / 1000) + TRAIL_LIFE_SECONDS,
});
