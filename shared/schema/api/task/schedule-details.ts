import * as z from 'zod';
import { months, weekdays } from '../../../domain/task/next-time.ts';
import { time, timeZone } from '../common.ts';

const weekday = z.enum(weekdays);
const month = z.enum(months);

const minutes = ['0', '5', '10', '15', '20', '25', '30', '35', '40', '45', '50', '55'] as const;

/** When a task runs, in its own time zone. Start times are epoch ms, of which the time of day counts. */
export const scheduleDetails = z.object({
  timeZone: timeZone.default('UTC'),
  recurrenceType: z.enum(['none', 'hourly', 'daily', 'weekly', 'monthly']),
  /** Runs after which it stops; absent: it goes on. */
  recurrenceCount: z.number().int().min(0).max(1_000_000).optional(),
  onceOnlyScheduleParameters: z.object({ startTime: time.optional() }).optional(),
  hourlyScheduleParameters: z.object({ minutesPastTheHour: z.enum(minutes).optional() }).optional(),
  dailyScheduleParameters: z
    .object({
      startTime: time.optional(),
      frequencyType: z.enum(['everyday', 'weekdays', 'custom']).optional(),
      customInterval: z.number().int().min(1).max(365).optional(),
    })
    .optional(),
  weeklyScheduleParameters: z
    .object({
      startTime: time.optional(),
      interval: z.number().int().min(1).max(52).optional(),
      days: z.array(weekday).max(7).optional(),
    })
    .optional(),
  monthlyScheduleParameters: z
    .object({
      startTime: time.optional(),
      frequencyType: z.enum(['day-of-month', 'last-day-of-month', 'custom']).optional(),
      dayOfMonth: z.number().int().min(1).max(31).optional(),
      weekOfMonth: z.enum(['first', 'second', 'third', 'fourth', 'last']).optional(),
      dayOfWeek: weekday.optional(),
      months: z.array(month).max(12).optional(),
    })
    .optional(),
});
