import * as z from 'zod';
import { type TenantStanding, tenantStates } from '../../../domain/tenant/state.ts';
import { keys } from '../../keys.ts';
import type { Store } from '../../store.ts';

const standing = z.object({ tenantState: z.enum(tenantStates), stateReason: z.string().optional() });

/**
 * What decides whether a tenant's callers may do something; half a read unit. What was deleted leaves an item that
 * says so, so that one which is not there yet was made a moment ago.
 */
export const readTenantStanding = async (store: Store, tenant: string): Promise<TenantStanding> =>
  (await store.get(keys.tenant(tenant), standing, { consistent: false })) ?? { tenantState: 'active' };
