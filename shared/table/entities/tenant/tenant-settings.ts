import * as z from 'zod';
import { keys } from '../../keys.ts';
import type { Store } from '../../store.ts';

/**
 * What a tenant changed of a family of settings: those above every policy (`/api/policies/default`), and its own as a
 * whole (`/api/systemsettings`).
 */
export const tenantSettingsItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.enum(['default-policy', 'system-settings']),
  tenant: z.string(),
  /** Rises with every change, so that two writers do not overwrite each other. */
  revision: z.number(),
  settings: z.record(z.string(), z.string()),
  /** Sealed, by the setting's name. */
  secrets: z.record(z.string(), z.string()).optional(),
});
export type TenantSettingsItem = z.infer<typeof tenantSettingsItem>;

export const readDefaultPolicy = (store: Store, tenant: string): Promise<TenantSettingsItem | undefined> =>
  store.get(keys.defaultPolicy(tenant), tenantSettingsItem);

export const readSystemSettings = (store: Store, tenant: string): Promise<TenantSettingsItem | undefined> =>
  store.get(keys.systemSettings(tenant), tenantSettingsItem);
