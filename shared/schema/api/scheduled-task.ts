import * as z from 'zod';
import { defineCollection } from './collection.ts';
import { bool, ID, name, time } from './common.ts';
import { scheduleDetails } from './schedule-details.ts';
import { taskParameters, taskType } from './task-parameters.ts';

const right = 'platformRights.scheduledTaskRights' as const;

/** Work at set times; also the only way to start reports, scans and summaries (domain/api.md, Body notes). */
export const scheduledTasks = defineCollection({
  path: '/api/scheduledtasks',
  envelope: 'scheduledTasks',
  param: 'scheduledTaskID',
  thing: 'scheduled task',
  function: 'tasks',
  body: z.object({
    name,
    type: taskType,
    scheduleDetails,
    enabled: bool.default(false),
    /** True asks for one run at once; never answered. */
    runNow: bool.optional(),
    ...taskParameters,
  }),
  read: z.object({
    ID,
    name: z.string(),
    type: taskType,
    scheduleDetails,
    enabled: z.boolean(),
    lastRunTime: time.optional(),
    nextRunTime: time.optional(),
    ...taskParameters,
  }),
  fields: { name: 'string', type: 'choice', enabled: 'boolean', lastRunTime: 'date', nextRunTime: 'date' },
  rights: {
    view: `${right}.canViewScheduledTasks`,
    create: `${right}.canCreateNewScheduledTasks`,
    edit: `${right}.canEditScheduledTaskProperties`,
    remove: `${right}.canDeleteScheduledTasks`,
  },
});
