import * as z from 'zod';
import { defineCollection } from '../collection.ts';
import { bool, description, ID, name } from '../common.ts';

/** Hours of a week; index 0 is Sunday from 00:00 to 01:00. */
export const HOURS_OF_WEEK = 168;

/** A schedule says in which hours a rule works. Without hours it always does: a gap must be asked for. */
export const schedules = defineCollection({
  path: '/api/schedules',
  envelope: 'schedules',
  param: 'scheduleID',
  thing: 'schedule',
  function: 'rules',
  body: z.object({
    name,
    description: description.default(''),
    hoursOfWeek: z
      .array(bool)
      .length(HOURS_OF_WEEK, `must have ${HOURS_OF_WEEK} hours, Sunday 00:00 first`)
      .default(() => Array.from({ length: HOURS_OF_WEEK }, () => true)),
  }),
  read: z.object({
    ID,
    name: z.string(),
    description: z.string(),
    hoursOfWeek: z.array(z.boolean()).length(HOURS_OF_WEEK),
  }),
  fields: { name: 'string', description: 'string' },
  rights: {
    create: 'platformRights.scheduleRights.canCreateNewSchedules',
    edit: 'platformRights.scheduleRights.canEditScheduleProperties',
    remove: 'platformRights.scheduleRights.canDeleteSchedules',
  },
});
