import type { OpenRun } from '../../shared/domain/task/run.ts';
import { type SystemEventItem, systemEvent } from '../../shared/table/entities/event/system-event.ts';

/** A run of a task, for what is told of it; `at` in epoch ms. */
export interface About {
  readonly tenant: string;
  readonly taskID: number;
  readonly name: string;
  readonly run: OpenRun;
  readonly at: number;
}

const whys = {
  running: 'its run before this one is not through yet',
  suspended: 'the tenant is suspended',
} as const;

/** 563 when people asked for it, 564 when its schedule did (events.md section 5). */
export const startedEvent = (about: About): SystemEventItem =>
  about.run.by === 'hand'
    ? taskEvent(about, 'started', {
        number: 563,
        severity: 'info',
        title: 'Scheduled Task Manually Executed',
      })
    : taskEvent(
        about,
        'started',
        { number: 564, severity: 'info', title: 'Scheduled Task Started' },
        setFor(about),
      );

export const skippedEvent = (about: About, why: keyof typeof whys): SystemEventItem =>
  taskEvent(
    about,
    'skipped',
    { number: 2969, severity: 'info', title: 'Scheduled Task Skipped' },
    `${setFor(about)} It was not run because ${whys[why]}.`,
  );

/** What came of a run where people must know. */
export const taskEvent = (
  { tenant, taskID, name, run, at }: About,
  what: string,
  event: Pick<SystemEventItem, 'number' | 'severity' | 'title'>,
  description?: string,
): SystemEventItem =>
  systemEvent(tenant, {
    id: `task-${taskID}-${run.by}-${run.set}-${what}`,
    at,
    ...event,
    ...(description !== undefined && { description }),
    actionBy: 'System',
    targetType: 'scheduledtasks',
    targetID: taskID,
    targetName: name,
  });

const setFor = ({ run }: About): string => `Set for ${new Date(run.set).toISOString()}.`;
