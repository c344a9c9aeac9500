import * as z from 'zod';
import { defineCollection } from '../collection.ts';
import { bool, ID, name, time } from '../common.ts';
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

/** A task as it is kept: what people wrote, and what its runs made of it (shared/domain/task/run.ts). */
export const keptTask = scheduledTasks.body.omit({ runNow: true }).extend({
  nextRunTime: time.optional(),
  lastRunTime: time.optional(),
  runs: z.number().optional(),
  runRequested: time.optional(),
  ranRequested: time.optional(),
  openRun: z.object({ set: time, by: z.enum(['schedule', 'hand']) }).optional(),
});
export type KeptTask = z.infer<typeof keptTask>;
