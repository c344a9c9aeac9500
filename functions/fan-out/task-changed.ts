import { collectionName } from '../../shared/schema/api/collection.ts';
import { scheduledTasks } from '../../shared/schema/api/task/scheduled-task.ts';
import { systemEventItem } from '../../shared/table/entities/event/system-event.ts';
import { objectItem } from '../../shared/table/entities/object/object.ts';
import { eventTaskRan, taskTriggered } from '../../shared/table/entities/task/event-task.ts';
import type { Follow } from './deps.ts';

/** Members that decide when a task runs; others may change without anybody looking. */
const TIMES = ['enabled', 'nextRunTime', 'runRequested'];

/** A task that was made or changed, or that runs at another time now, is looked after by its worker. */
export const taskChanged: Follow = async ({ tasks }, { before, after }) => {
  const { tenant, ID, members } = objectItem.parse(after);
  const old = before && objectItem.parse(before).members;
  if (old && TIMES.every((member) => old[member] === members[member])) return;
  await tasks.send({ version: 1, tenant, taskID: ID });
};

const TASK_DELETED = 561;

/** What is deleted leaves no item behind to follow: its event tells of it. So does that of a task that was set off. */
export const eventHappened: Follow = async ({ store, tasks }, { after }) => {
  const event = systemEventItem.parse(after);
  const { tenant, number, targetType, targetID: ID } = event;
  const triggered = taskTriggered(event);
  if (triggered !== undefined) await eventTaskRan(store, tenant, triggered, event.at);
  if (ID !== undefined && number === TASK_DELETED && targetType === collectionName(scheduledTasks))
    await tasks.send({ version: 1, tenant, taskID: ID });
};
