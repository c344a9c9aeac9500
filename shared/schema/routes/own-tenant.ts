import * as z from 'zod';
import { createdApiKey } from '../api/access.ts';
import { pathID } from '../api/common.ts';
import { changedOwnTenant, ownTenant, ownTenants, tenantApiKey } from '../api/own-tenant.ts';
import { searchFilter } from '../api/search.ts';
import { route } from './route.ts';

const rights = 'platformRights.multiTenantRights' as const;
const view = { who: 'tenant', right: `${rights}.canViewTenants` } as const;
const params = z.object({ tenantID: pathID });
const fn = 'access' as const;

/** A tenant's key sees its own tenant and no other; tenants are made and ended by the operator (`/operator/tenants`). */
export const ownTenantRoutes = {
  listOwnTenants: route({
    id: 'listTenants',
    method: 'GET',
    path: '/api/tenants',
    function: fn,
    allow: view,
    summary: 'List the tenants this key may see: its own',
    reply: ownTenants,
  }),
  searchOwnTenants: route({
    id: 'searchTenants',
    method: 'POST',
    path: '/api/tenants/search',
    function: fn,
    allow: view,
    summary: 'Search the tenants this key may see',
    body: searchFilter,
    reply: ownTenants,
  }),
  describeOwnTenant: route({
    id: 'describeTenant',
    method: 'GET',
    path: '/api/tenants/{tenantID}',
    function: fn,
    allow: view,
    summary: 'Describe the tenant of this key',
    params,
    reply: ownTenant,
  }),
  modifyOwnTenant: route({
    id: 'modifyTenant',
    method: 'POST',
    path: '/api/tenants/{tenantID}',
    function: fn,
    allow: { who: 'tenant', right: `${rights}.canEditTenantGeneralProperties` },
    summary: 'Change name, language or time zone of the tenant of this key',
    params,
    body: changedOwnTenant,
    reply: ownTenant,
  }),
  generateOwnTenantKey: route({
    id: 'generateTenantApiSecretKey',
    method: 'POST',
    path: '/api/tenants/{tenantID}/apikeys',
    function: fn,
    allow: { who: 'tenant', right: `${rights}.canManageTenantAPIKeys` },
    summary: 'Create an API key of the tenant of this key',
    params,
    body: tenantApiKey,
    reply: createdApiKey,
  }),
} as const;
