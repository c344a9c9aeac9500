import * as z from 'zod';
import { tenantGuid } from '../agent/activation.ts';
import { createdTenant, newTenant, tenant, tenants } from '../api/tenant.ts';
import { route } from './route.ts';

const allow = { who: 'operator' } as const;
const params = z.object({ tenantID: tenantGuid });

export const operatorRoutes = {
  createTenant: route({
    id: 'createOperatorTenant',
    method: 'POST',
    path: '/operator/tenants',
    function: 'operator',
    allow,
    summary: 'Create a tenant with its first full-access API key',
    body: newTenant,
    reply: createdTenant,
  }),
  listTenants: route({
    id: 'listOperatorTenants',
    method: 'GET',
    path: '/operator/tenants',
    function: 'operator',
    allow,
    summary: 'List the tenants of this deployment',
    reply: tenants,
  }),
  describeTenant: route({
    id: 'describeOperatorTenant',
    method: 'GET',
    path: '/operator/tenants/{tenantID}',
    function: 'operator',
    allow,
    summary: 'Describe a tenant',
    params,
    reply: tenant,
  }),
} as const;
