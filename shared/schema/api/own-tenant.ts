import * as z from 'zod';
import { newApiKey } from './access.ts';
import { changeOf, ID, locale, name, timeZone } from './common.ts';

/** A tenant as its own keys see it (domain/api.md, tenant). What it holds follows from its orders. */
export const ownTenant = z.object({
  ID,
  guid: z.string(),
  name: z.string(),
  locale,
  timeZone: z.string(),
  /** A restricted tenant is active to this API, which has no word for it. */
  tenantState: z.enum(['active', 'suspended', 'pending-deletion']),
  demoMode: z.boolean(),
  modulesVisible: z.array(z.enum(['firewall', 'intrusion-prevention'])),
  hideUnlicensedModules: z.boolean(),
});
export const ownTenants = z.object({ tenants: z.array(ownTenant) });
export const changedOwnTenant = changeOf(z.object({ name, locale, timeZone }));
export const tenantApiKey = newApiKey.extend({ roleID: ID.default(1) });
export const ownTenantFields = {
  name: 'string',
  guid: 'string',
  locale: 'choice',
  timeZone: 'string',
  tenantState: 'choice',
  demoMode: 'boolean',
  hideUnlicensedModules: 'boolean',
} as const;
