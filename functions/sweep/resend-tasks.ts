import { isForgotten } from '../../shared/domain/task/run.ts';
import { keptTask } from '../../shared/schema/api/task/scheduled-task.ts';
import { listObjects } from '../../shared/table/entities/object/object.ts';
import type { SweepDeps } from './deps.ts';

/** Has tasks looked after whose time passed without anybody noticing: the plane was away, or a message got lost. */
export const resendTasks = async ({ store, now, tasks }: SweepDeps, tenant: string): Promise<void> => {
  for (const { ID, members } of await listObjects(store, tenant, 'scheduledtasks', { consistent: false })) {
    const task = keptTask.safeParse(members).data;
    if (task && isForgotten(task, now())) await tasks.send({ version: 1, tenant, taskID: ID });
  }
};
