import * as z from 'zod';
import { settingBodies, settingBody, settingValue, settingValues } from '../api/policy/level.ts';
import { route } from './route.ts';

const view = { who: 'tenant', right: 'platformRights.settingRights.canViewSettings' } as const;
const edit = { who: 'tenant', right: 'platformRights.settingRights.canEditSettings' } as const;
const fn = 'settings' as const;
const all = '/api/systemsettings';
const one = '/api/systemsettings/{name}';
const params = z.object({ name: z.string().max(120) });

export const systemSettingRoutes = {
  list: route({
    id: 'listSystemSettings',
    method: 'GET',
    path: all,
    function: fn,
    allow: view,
    summary: 'The settings of the tenant',
    reply: settingValues,
  }),
  modify: route({
    id: 'modifySystemSettings',
    method: 'POST',
    path: all,
    function: fn,
    allow: edit,
    summary: 'Change the given settings of the tenant',
    body: settingBodies,
    reply: settingValues,
  }),
  describe: route({
    id: 'describeSystemSetting',
    method: 'GET',
    path: one,
    function: fn,
    allow: view,
    summary: 'A setting of the tenant',
    params,
    reply: settingValue,
  }),
  modifyOne: route({
    id: 'modifySystemSetting',
    method: 'POST',
    path: one,
    function: fn,
    allow: edit,
    summary: 'Set a setting of the tenant',
    params,
    body: settingBody,
    reply: settingValue,
  }),
  reset: route({
    id: 'resetSystemSetting',
    method: 'DELETE',
    path: one,
    function: fn,
    allow: edit,
    summary: 'Give a setting of the tenant its default again',
    params,
    reply: settingValue,
  }),
} as const;
