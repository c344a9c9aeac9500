import type { TaskWork } from '../../shared/schema/bus/task-work.ts';
import type { TaskDeps } from './deps.ts';
import { settleTask } from './settle-task.ts';

/** One message of queue `tasks`. */
export const workTask =
  (deps: TaskDeps) =>
  ({ tenant, taskID }: TaskWork): Promise<void> =>
    settleTask(deps, tenant, taskID);
