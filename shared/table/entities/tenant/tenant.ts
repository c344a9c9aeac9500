import * as z from 'zod';
import { tenantStates } from '../../../domain/tenant/state.ts';
import { keys, OPERATOR, partitions } from '../../keys.ts';
import type { Page, Store } from '../../store.ts';

const members = {
  pk: z.string(),
  sk: z.string(),
  ID: z.number(),
  guid: z.string(),
  name: z.string(),
  locale: z.enum(['en-US', 'ja-JP']),
  timeZone: z.string(),
  /** Gets the notifications until the tenant says otherwise. */
  emailAddress: z.string(),
  tenantState: z.enum(tenantStates),
  /** Why and since when it is not active (epoch ms), and when what is pending deletion is erased. */
  stateReason: z.string().optional(),
  stateSince: z.number().optional(),
  eraseAfter: z.number().optional(),
  created: z.number(),
};

export const tenantItem = z.object({ ...members, kind: z.literal('tenant') });
export type TenantItem = z.infer<typeof tenantItem>;

/** The operator's list repeats what it shows, so that listing is one query; written together with the tenant. */
export const tenantEntryItem = z.object({ ...members, kind: z.literal('tenant-entry') });
export type TenantEntryItem = z.infer<typeof tenantEntryItem>;

/** `tenant`: the GUID in lower case. */
export const readTenant = (store: Store, tenant: string): Promise<TenantItem | undefined> =>
  store.get(keys.tenant(tenant), tenantItem);

export const listTenants = (store: Store): Promise<TenantEntryItem[]> =>
  store.queryAll(partitions.tenants, tenantEntryItem, { prefix: 'tenant#' });

/** What {@link pageTenants} goes on after. */
export const TENANT_PLACE = /^tenant#[0-9a-f-]{36}$/;

/** The same, a page at a time, in the order of their GUIDs. */
export const pageTenants = (
  store: Store,
  range: { readonly after?: string | undefined; readonly limit: number },
): Promise<Page<TenantEntryItem>> =>
  store.query(partitions.tenants, tenantEntryItem, {
    prefix: 'tenant#',
    limit: range.limit,
    ...(range.after !== undefined && { after: range.after }),
  });

/** The operator's counter of tenants; its pseudo tenant holds it. */
export const nextTenantID = (store: Store): Promise<number> =>
  store.nextID(keys.counter(OPERATOR, 'tenant'), 1);
