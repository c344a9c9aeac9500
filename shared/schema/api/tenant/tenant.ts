import * as z from 'zod';
import { tenantStates } from '../../../domain/tenant/state.ts';
import { cursor, email, ID, limit, locale, name, time, timeZone } from '../common.ts';

export const newTenant = z.object({
  name,
  locale: locale.default('ja-JP'),
  timeZone: timeZone.default('Asia/Tokyo'),
  /** Gets the notifications until the tenant says otherwise. */
  emailAddress: email,
});

export const tenant = z.object({
  ID,
  guid: z.string(),
  name: z.string(),
  locale,
  timeZone: z.string(),
  emailAddress: z.string(),
  tenantState: z.enum(tenantStates),
  /** Why and since when it is not active. */
  stateReason: z.string().optional(),
  stateSince: time.optional(),
  /** When the data of a tenant that is pending deletion are erased. */
  eraseAfter: time.optional(),
  created: time,
});
export type Tenant = z.infer<typeof tenant>;

/** The first key of a new tenant is shown once, in this answer. */
export const createdTenant = tenant.extend({ secretKey: z.string() });
export const tenantsQuery = z.object({ limit, cursor });
/** In the order of their GUIDs. */
export const tenants = z.object({ tenants: z.array(tenant), next: z.string().optional() });

/** Why a tenant is restricted or suspended, in words that the tenant reads in refusals. */
export const stateReason = z.object({ reason: z.string().trim().min(1, 'cannot be blank').max(500) });
