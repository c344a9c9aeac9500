import * as z from 'zod';
import { alert, alertChange, alertID, alertQuery, alerts } from '../api/alert.ts';
import { route } from './route.ts';

const view = { who: 'tenant', right: 'serviceRights.eventRights.canViewEvents' } as const;
const params = z.object({ alertID });
const fn = 'alerts' as const;

export const alertRoutes = {
  listAlerts: route({
    id: 'listAlerts',
    method: 'GET',
    path: '/api/alerts',
    function: fn,
    allow: view,
    summary: 'List the alerts that are raised, or those of a type, severity, computer, state and time',
    query: alertQuery,
    reply: alerts,
  }),
  describeAlert: route({
    id: 'describeAlert',
    method: 'GET',
    path: '/api/alerts/{alertID}',
    function: fn,
    allow: view,
    summary: 'Describe an alert',
    params,
    reply: alert,
  }),
  dismissAlert: route({
    id: 'dismissAlert',
    method: 'POST',
    path: '/api/alerts/{alertID}',
    function: fn,
    allow: { who: 'tenant', right: 'platformRights.computerRights.canDismissAlerts' },
    summary: 'Dismiss an alert',
    params,
    body: alertChange,
    reply: alert,
  }),
} as const;
