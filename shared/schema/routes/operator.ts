import * as z from 'zod';
import { tenantGuid } from '../agent/activation.ts';
import {
  createdTenant,
  newTenant,
  stateReason,
  tenant,
  tenants,
  tenantsQuery,
} from '../api/tenant/tenant.ts';
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
    query: tenantsQuery,
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
  restrictTenant: route({
    id: 'restrictOperatorTenant',
    method: 'POST',
    path: '/operator/tenants/{tenantID}/restrict',
    function: 'operator',
    allow,
    summary: 'Restrict a tenant: no computer can be activated (ORD-9)',
    params,
    body: stateReason,
    reply: tenant,
  }),
  suspendTenant: route({
    id: 'suspendOperatorTenant',
    method: 'POST',
    path: '/operator/tenants/{tenantID}/suspend',
    function: 'operator',
    allow,
    summary: 'Suspend a tenant: it changes nothing, its hosts stay protected (ORD-9)',
    params,
    body: stateReason,
    reply: tenant,
  }),
  liftTenant: route({
    id: 'liftOperatorTenant',
    method: 'POST',
    path: '/operator/tenants/{tenantID}/lift',
    function: 'operator',
    allow,
    summary: 'Lift a restriction or suspension, or take a deletion back',
    params,
    reply: tenant,
  }),
  deleteTenant: route({
    id: 'deleteOperatorTenant',
    method: 'DELETE',
    path: '/operator/tenants/{tenantID}',
    function: 'operator',
    allow,
    summary: 'Delete a tenant whose service has ended; its data are erased 60 days later',
    params,
    reply: tenant,
  }),
} as const;
