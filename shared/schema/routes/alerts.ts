import * as z from 'zod';
import { alert, alertChange, alertID, alertQuery, alerts } from '../api/alert/alert.ts';
import { alertFilter, alertPage, alertsDismissed, dismissals } from '../api/alert/alert-search.ts';
import { route } from './route.ts';

const view = { who: 'tenant', right: 'serviceRights.eventRights.canViewEvents' } as const;
const params = z.object({ alertID });
const fn = 'alerts' as const;

const dismiss = { who: 'tenant', right: 'platformRights.computerRights.canDismissAlerts' } as const;

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
  searchAlerts: route({
    id: 'searchAlerts',
    method: 'POST',
    path: '/api/alerts/search',
    function: fn,
    allow: view,
    summary: 'Search alerts by criteria, those among them that ended within four weeks',
    body: alertFilter,
    reply: alertPage,
  }),
  dismissAlerts: route({
    id: 'dismissAlerts',
    method: 'POST',
    path: '/api/alerts/dismiss',
    function: fn,
    allow: dismiss,
    summary: 'Dismiss up to 100 alerts, and hear what became of each',
    body: alertsDismissed,
    reply: dismissals,
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
    allow: dismiss,
    summary: 'Dismiss an alert',
    params,
    body: alertChange,
    reply: alert,
  }),
} as const;
