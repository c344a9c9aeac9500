import * as z from 'zod';
import { alertType, alertTypeChange, alertTypeList } from '../api/alert/alert-type.ts';
import { route } from './route.ts';

const view = { who: 'tenant', right: 'serviceRights.eventRights.canViewEvents' } as const;
const params = z.object({ alertType: z.string().regex(/^[a-z-]{1,60}$/, 'must be a type as listed') });
const fn = 'alerts' as const;

export const alertTypeRoutes = {
  listAlertTypes: route({
    id: 'listAlertTypes',
    method: 'GET',
    path: '/api/alerttypes',
    function: fn,
    allow: view,
    summary: 'List the types of alerts: whether they are on, their severity, whether they are mailed',
    reply: alertTypeList,
  }),
  describeAlertType: route({
    id: 'describeAlertType',
    method: 'GET',
    path: '/api/alerttypes/{alertType}',
    function: fn,
    allow: view,
    summary: 'Describe a type of alert',
    params,
    reply: alertType,
  }),
  modifyAlertType: route({
    id: 'modifyAlertType',
    method: 'POST',
    path: '/api/alerttypes/{alertType}',
    function: fn,
    allow: { who: 'tenant', right: 'platformRights.alertConfigurationRights.canEditAlertConfigurations' },
    summary: 'Switch a type of alert on or off, set its severity, or whether it is mailed',
    params,
    body: alertTypeChange,
    reply: alertType,
  }),
} as const;
