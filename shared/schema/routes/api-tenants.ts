import * as z from 'zod';
import { createdApiKey } from '../api/access/access.ts';
import { pathID } from '../api/common.ts';
import { searchFilter } from '../api/search.ts';
import {
  apiTenant,
  apiTenants,
  changedApiTenant,
  creationFlags,
  newApiTenant,
  tenantApiKey,
} from '../api/tenant/api-tenant.ts';
import { route } from './route.ts';

const who = 'tenant-or-operator' as const;
const rights = 'platformRights.multiTenantRights' as const;
const view = { who, right: `${rights}.canViewTenants` } as const;
const params = z.object({ tenantID: pathID });
const fn = 'operator' as const;

/** The operator's key is the API's primary tenant; a tenant's key sees its own tenant and no other. */
export const apiTenantRoutes = {
  list: route({
    id: 'listTenants',
    method: 'GET',
    path: '/api/tenants',
    function: fn,
    allow: view,
    summary: 'List the tenants: all to the operator, its own to a tenant',
    reply: apiTenants,
  }),
  create: route({
    id: 'createTenant',
    method: 'POST',
    path: '/api/tenants',
    function: fn,
    allow: { who: 'operator' },
    summary: 'Create a tenant',
    query: creationFlags,
    body: newApiTenant,
    reply: apiTenant,
  }),
  search: route({
    id: 'searchTenants',
    method: 'POST',
    path: '/api/tenants/search',
    function: fn,
    allow: view,
    summary: 'Search the tenants that this key may see',
    body: searchFilter,
    reply: apiTenants,
  }),
  describe: route({
    id: 'describeTenant',
    method: 'GET',
    path: '/api/tenants/{tenantID}',
    function: fn,
    allow: view,
    summary: 'Describe a tenant',
    params,
    reply: apiTenant,
  }),
  modify: route({
    id: 'modifyTenant',
    method: 'POST',
    path: '/api/tenants/{tenantID}',
    function: fn,
    allow: { who, right: `${rights}.canEditTenantGeneralProperties` },
    summary: 'Change name, language or time zone; the operator also suspends and restores by tenantState',
    params,
    body: changedApiTenant,
    reply: apiTenant,
  }),
  remove: route({
    id: 'deleteTenant',
    method: 'DELETE',
    path: '/api/tenants/{tenantID}',
    function: fn,
    allow: { who: 'operator' },
    summary: 'Delete a tenant whose service has ended',
    params,
  }),
  generateKey: route({
    id: 'generateTenantApiSecretKey',
    method: 'POST',
    path: '/api/tenants/{tenantID}/apikeys',
    function: fn,
    allow: { who, right: `${rights}.canManageTenantAPIKeys` },
    summary: 'Create an API key of a tenant',
    params,
    body: tenantApiKey,
    reply: createdApiKey,
  }),
} as const;
