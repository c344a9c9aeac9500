import * as z from 'zod';
import { eventExport, eventExports, exportOrder } from '../api/report/export.ts';
import { exportSettings, exportSettingsBody } from '../api/report/export-settings.ts';
import { jobID } from '../api/report/report.ts';
import { route } from './route.ts';

const allow = { who: 'tenant', right: 'serviceRights.eventRights.canViewEvents' } as const;
const settings = 'platformRights.settingRights';
const fn = 'exports' as const;

export const exportRoutes = {
  createExport: route({
    id: 'createExport',
    method: 'POST',
    path: '/api/exports',
    function: fn,
    allow,
    summary: 'Have events written to files, whole or filtered; a suspended tenant may too',
    body: exportOrder,
    reply: eventExport,
  }),
  listExports: route({
    id: 'listExports',
    method: 'GET',
    path: '/api/exports',
    function: fn,
    allow,
    summary: 'List the exports of the last 7 days, the latest first, at most 100',
    reply: eventExports,
  }),
  describeExport: route({
    id: 'describeExport',
    method: 'GET',
    path: '/api/exports/{exportID}',
    function: fn,
    allow,
    summary: 'Describe an export; when it is done, with addresses to fetch its parts and its manifest from',
    params: z.object({ exportID: jobID }),
    reply: eventExport,
  }),
  describeSettings: route({
    id: 'describeExportSettings',
    method: 'GET',
    path: '/api/exportsettings',
    function: fn,
    allow: { who: 'tenant', right: `${settings}.canViewSettings` },
    summary: 'Which exports are made by themselves, and how far they have come',
    reply: exportSettings,
  }),
  modifySettings: route({
    id: 'modifyExportSettings',
    method: 'POST',
    path: '/api/exportsettings',
    function: fn,
    allow: { who: 'tenant', right: `${settings}.canEditSettings`, whole: 'computers' },
    summary: 'Have exports made every day or week, each of what was received since the last finished one',
    body: exportSettingsBody,
    reply: exportSettings,
  }),
} as const;
