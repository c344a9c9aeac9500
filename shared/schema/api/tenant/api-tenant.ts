import * as z from 'zod';
import { newApiKey } from '../access/access.ts';
import { bool, changeOf, email, ID, locale, name, timeZone } from '../common.ts';

/** A tenant as the compatible API has it (domain/api.md, tenant). What it holds follows from its orders. */
export const apiTenant = z.object({
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
export const apiTenants = z.object({ tenants: z.array(apiTenant) });

export const newApiTenant = z.object({
  name,
  locale: locale.default('ja-JP'),
  timeZone: timeZone.default('Asia/Tokyo'),
  /** Gets the notifications. Keys come from `/api/tenants/{tenantID}/apikeys`, people from the identity provider. */
  administrator: z.object({ emailAddress: email }),
});
/** Existing clients send them; a tenant is made at once whatever they say. */
export const creationFlags = z.object({
  bypassTenantCache: bool.optional(),
  confirmationRequired: bool.optional(),
  asynchronous: bool.optional(),
});

export const changedApiTenant = changeOf(
  z.object({ name, locale, timeZone, tenantState: z.enum(['active', 'suspended', 'pending-deletion']) }),
);
export const tenantApiKey = newApiKey.extend({ roleID: ID.default(1) });
export const apiTenantFields = {
  name: 'string',
  guid: 'string',
  locale: 'choice',
  timeZone: 'string',
  tenantState: 'choice',
  demoMode: 'boolean',
  hideUnlicensedModules: 'boolean',
} as const;
