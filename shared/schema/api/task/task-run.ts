import * as z from 'zod';
import { ID, time } from '../common.ts';

/** When a computer began with what a run asked of it; absent: it has not yet. */
const runComputer = z.object({ computerID: ID, startTime: time.optional() });

/** One run of a scheduled task. The set time is when it is issued; each computer begins when it can (IPS-6). */
export const taskRun = z.object({
  /** The time that the schedule names, or at which people asked for the run. */
  setTime: time,
  startedBy: z.enum(['schedule', 'hand']),
  issueTime: time,
  state: z.enum(['issuing', 'issued', 'stopped']),
  computersAsked: z.number().int(),
  /** Meant by the task and left out: without an agent, or silent for too long. */
  computersIgnored: z.number().int(),
  note: z.string().optional(),
  /** Only of the latest run, at most a thousand at a time. */
  computers: z.array(runComputer).optional(),
  /** There are more: send it as `computersAfter`. */
  moreComputersAfter: ID.optional(),
});
export type TaskRun = z.infer<typeof taskRun>;

const cursor = /^(\d{1,15})-(schedule|hand)$/;

export const taskRunQuery = z.object({
  /** `next` of the answer before: earlier runs. */
  after: z
    .string()
    .regex(cursor, 'send what the last answer gave in next')
    .transform((text) => {
      const [, set, by] = cursor.exec(text) ?? [];
      return { set: Number(set), by: by === 'hand' ? ('hand' as const) : ('schedule' as const) };
    })
    .optional(),
  /** `moreComputersAfter` of the answer before. */
  computersAfter: z
    .string()
    .regex(/^\d{1,12}$/, 'send what the last answer gave in moreComputersAfter')
    .transform(Number)
    .optional(),
});
