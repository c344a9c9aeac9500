import * as z from 'zod';
import { pathID } from '../api/common.ts';
import { taskRun, taskRunQuery } from '../api/task/task-run.ts';
import { route } from './route.ts';

export const taskRunRoutes = {
  listScheduledTaskRuns: route({
    id: 'listScheduledTaskRuns',
    method: 'GET',
    path: '/api/scheduledtasks/{scheduledTaskID}/runs',
    function: 'tasks',
    allow: { who: 'tenant', right: 'platformRights.scheduledTaskRights.canViewScheduledTasks' },
    summary: 'List the runs of a scheduled task of the last 28 days, the latest first, 100 at a time',
    params: z.object({ scheduledTaskID: pathID }),
    query: taskRunQuery,
    reply: z.object({ runs: z.array(taskRun), next: z.string().optional() }),
  }),
} as const;
