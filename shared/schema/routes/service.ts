import * as z from 'zod';
import { pathID } from '../api/common.ts';
import {
  maintenance,
  maintenanceNotices,
  newMaintenance,
  operatorTrailQuery,
  trailEntries,
  trailQuery,
} from '../api/tenant/service.ts';
import { route } from './route.ts';

const operator = { who: 'operator' } as const;
const fn = 'service' as const;
const formats = ['csv', 'ndjson'] as const;

export const serviceRoutes = {
  listTrail: route({
    id: 'listTrail',
    method: 'GET',
    path: '/api/trail',
    function: fn,
    // It names computers and policies of everybody.
    allow: { who: 'tenant', right: 'serviceRights.trailRights.canViewTrail', whole: 'computers' },
    summary: 'Who did what, and what it changed, for 400 days: newest first',
    query: trailQuery,
    reply: trailEntries,
    formats,
  }),
  listOperatorTrail: route({
    id: 'listOperatorTrail',
    method: 'GET',
    path: '/operator/trail',
    function: fn,
    allow: operator,
    summary: 'Orders, fees and operator actions of all tenants; with tenantID the whole trail of one',
    query: operatorTrailQuery,
    reply: trailEntries,
    formats,
  }),
  listMaintenance: route({
    id: 'listMaintenance',
    method: 'GET',
    path: '/api/maintenance',
    function: fn,
    allow: { who: 'tenant' },
    summary: 'Maintenance that is announced or in progress',
    reply: maintenanceNotices,
  }),
  listOperatorMaintenance: route({
    id: 'listOperatorMaintenance',
    method: 'GET',
    path: '/operator/maintenance',
    function: fn,
    allow: operator,
    summary: 'Every maintenance notice, newest first',
    reply: maintenanceNotices,
  }),
  postOperatorMaintenance: route({
    id: 'postOperatorMaintenance',
    method: 'POST',
    path: '/operator/maintenance',
    function: fn,
    allow: operator,
    summary: 'Announce maintenance to every tenant',
    body: newMaintenance,
    reply: maintenance,
  }),
  withdrawOperatorMaintenance: route({
    id: 'withdrawOperatorMaintenance',
    method: 'DELETE',
    path: '/operator/maintenance/{noticeID}',
    function: fn,
    allow: operator,
    summary: 'Withdraw a maintenance notice',
    params: z.object({ noticeID: pathID }),
  }),
} as const;
