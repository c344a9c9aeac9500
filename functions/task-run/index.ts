import * as z from 'zod';
import { environment, wire } from '../../shared/http/wiring.ts';
import { createScheduler, schedulerAccess } from '../../shared/ports/scheduler.ts';
import { createSqsSender, sqsFrom } from '../../shared/ports/sender.ts';
import { consumeQueue } from '../../shared/queue/consume.ts';
import { taskWork } from '../../shared/schema/bus/task-work.ts';
import { workTask } from './work-task.ts';

const env = environment({
  QUEUE_TASKS: z.string(),
  QUEUE_NOTIFY: z.string(),
  SCHEDULE_GROUP: z.string(),
  SCHEDULE_ROLE: z.string(),
  SCHEDULE_TARGET: z.string(),
});
const sqs = sqsFrom(process.env);
const { SCHEDULE_GROUP: group, SCHEDULE_ROLE: role, SCHEDULE_TARGET: target } = env;
const deps = {
  ...wire(),
  scheduler: createScheduler(schedulerAccess({ group, role, target }, process.env)),
  tasks: createSqsSender(sqs, env.QUEUE_TASKS),
  notify: createSqsSender(sqs, env.QUEUE_NOTIFY),
};

/** Runs scheduled tasks when their time comes, and what event-based tasks say (OPS-5, IPS-6). */
export const handler = consumeQueue(deps.logger, taskWork, workTask(deps));
