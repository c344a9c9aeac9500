import * as z from 'zod';
import { ID, time } from './common.ts';

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
  /** Only of the latest run, and of the first thousand. */
  computers: z.array(runComputer).optional(),
});
export type TaskRun = z.infer<typeof taskRun>;
