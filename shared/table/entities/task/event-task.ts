import type { EventTask } from '../../../domain/task/event-based.ts';
import { absent, all, any, below, exists } from '../../condition.ts';
import { keys } from '../../keys.ts';
import type { Store } from '../../store.ts';
import { type SystemEventItem, systemEvent } from '../event/system-event.ts';
import { listObjects } from '../object/object.ts';

const COLLECTION = 'eventbasedtasks';

export const listEventTasks = async (store: Store, tenant: string): Promise<EventTask[]> => {
  const items = await listObjects(store, tenant, COLLECTION, { consistent: false });
  return items.map(({ ID, members }) => ({ ...members, ID }) as EventTask);
};

/** More are not told of at once; they did their part. */
const MOST_TOLD = 10;

/** What set tasks off: `what` in words, `cause` names it once and for all; `at` in epoch ms. */
export interface SetOffBy {
  readonly computer: { readonly ID: number; readonly name: string };
  readonly what: string;
  readonly cause: string;
  readonly at: number;
}

/** 597 for each task (events.md section 5). That a task ran follows from its event, so no task is written twice. */
export const triggeredEvents = (
  tenant: string,
  matched: readonly EventTask[],
  { computer, what, cause, at }: SetOffBy,
): SystemEventItem[] =>
  matched.slice(0, MOST_TOLD).map(({ ID, name }) =>
    systemEvent(tenant, {
      id: `event-task-${ID}-computer-${computer.ID}-${cause}`,
      at,
      number: 597,
      severity: 'info',
      title: 'Event-Based Task Triggered',
      description: `Task "${name}" (ID ${ID}): ${what}.`,
      actionBy: 'System',
      targetType: 'Computer',
      targetID: computer.ID,
      targetName: computer.name,
    }),
  );

/** The task that such an event tells of. */
export const taskTriggered = ({ number, eventID }: SystemEventItem): number | undefined => {
  const [, ID] = number === 597 ? (/^event-task-(\d+)-computer-/.exec(eventID) ?? []) : [];
  return ID === undefined ? undefined : Number(ID);
};

/** Keeps when a task ran last; an older time, or a task that is gone, changes nothing. */
export const eventTaskRan = async (store: Store, tenant: string, ID: number, at: number): Promise<void> => {
  const path = 'members.lastRunTime';
  const later = all(exists('pk'), any(absent(path), below(path, at)));
  await store.transact([
    {
      update: keys.object(tenant, COLLECTION, ID),
      change: { set: { [path]: at }, add: { revision: 1 } },
      if: later,
    },
  ]);
};
