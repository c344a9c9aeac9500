import * as z from 'zod';
import { jobID, report, reportOrder, reports } from '../api/report/report.ts';
import { route } from './route.ts';

const allow = { who: 'tenant', right: 'serviceRights.eventRights.canViewEvents' } as const;
const fn = 'exports' as const;

export const reportRoutes = {
  createReport: route({
    id: 'createReport',
    method: 'POST',
    path: '/api/reports',
    function: fn,
    allow,
    summary: 'Have a report made; it is ready a moment later',
    body: reportOrder,
    reply: report,
  }),
  listReports: route({
    id: 'listReports',
    method: 'GET',
    path: '/api/reports',
    function: fn,
    allow,
    summary: 'List the reports of the last 7 days, the latest first, at most 100',
    reply: reports,
  }),
  describeReport: route({
    id: 'describeReport',
    method: 'GET',
    path: '/api/reports/{reportID}',
    function: fn,
    allow,
    summary: 'Describe a report; when it is done, with an address to fetch it from',
    params: z.object({ reportID: jobID }),
    reply: report,
  }),
} as const;
