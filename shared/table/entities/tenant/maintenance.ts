import * as z from 'zod';
import { keys, OPERATOR, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';
import { TRAIL_LIFE_SECONDS } from './trail.ts';

export const maintenanceItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('maintenance'),
  ID: z.number(),
  from: z.number(),
  to: z.number(),
  ja: z.string(),
  en: z.string(),
  posted: z.number(),
  by: z.string(),
  withdrawn: z.number().optional(),
  expiresAt: z.number(),
});
export type MaintenanceItem = z.infer<typeof maintenanceItem>;

export const newMaintenanceItem = (
  item: Omit<MaintenanceItem, 'pk' | 'sk' | 'kind' | 'expiresAt'>,
): MaintenanceItem => ({
  ...keys.maintenance(item.ID),
  kind: 'maintenance',
  ...item,
  expiresAt: Math.ceil(item.to / 1000) + TRAIL_LIFE_SECONDS,
});

export const nextMaintenanceID = (store: Store): Promise<number> =>
  store.nextID(keys.counter(OPERATOR, 'maintenance'), 1);

export const readMaintenance = (store: Store, ID: number): Promise<MaintenanceItem | undefined> =>
  store.get(keys.maintenance(ID), maintenanceItem);

/** Newest first; a few a month. */
export const listMaintenance = (store: Store): Promise<MaintenanceItem[]> =>
  store.queryAll(partitions.maintenance, maintenanceItem, {
    prefix: 'notice#',
    descending: true,
    consistent: true,
  });
