import * as z from 'zod';
import { alertTypes } from '../../../domain/alert/catalogue.ts';
import type { AlertChoices } from '../../../domain/alert/settings.ts';
import { keys } from '../../keys.ts';
import type { Store } from '../../store.ts';

/** What a tenant set of the types of alerts, all in one item: raising an alert reads it. */
export const alertTypesItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('alert-types'),
  tenant: z.string(),
  /** Rises with every change, so that two writers do not overwrite each other. */
  revision: z.number(),
  choices: z.partialRecord(
    z.enum(alertTypes),
    z.object({
      enabled: z.boolean().optional(),
      mailed: z.boolean().optional(),
      severity: z.enum(['critical', 'warning']).optional(),
    }),
  ),
});
export type AlertTypesItem = z.infer<typeof alertTypesItem>;

export const readAlertTypes = (store: Store, tenant: string): Promise<AlertTypesItem | undefined> =>
  store.get(keys.alertTypes(tenant), alertTypesItem);

export const readAlertChoices = async (store: Store, tenant: string): Promise<AlertChoices> =>
  (await readAlertTypes(store, tenant))?.choices ?? {};
