import * as z from 'zod';
import type { OpenRun } from '../../../domain/task/run.ts';
import { equals } from '../../condition.ts';
import { keys, partitions } from '../../keys.ts';
import type { Page, Store } from '../../store.ts';

/** One run of a scheduled task; kept as long as logs are. Times in epoch ms. */
export const taskRunItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('task-run'),
  tenant: z.string(),
  taskID: z.number(),
  type: z.string(),
  /** The time it was set for, and whether a schedule or a person set it. */
  set: z.number(),
  by: z.enum(['schedule', 'hand']),
  /** When it was issued, which is the `requested` of what hosts are asked for. */
  issued: z.number(),
  state: z.enum(['issuing', 'issued', 'stopped']),
  /** Computers up to this id have been asked. */
  after: z.number(),
  /** Computers that were asked, and that were left out. */
  asked: z.number(),
  ignored: z.number(),
  /** What came of it, in words, where that is not computers. */
  note: z.string().optional(),
  expiresAt: z.number(),
});
export type TaskRunItem = z.infer<typeof taskRunItem>;

const keyOf = (tenant: string, taskID: number, { set, by }: OpenRun) => keys.taskRun(tenant, taskID, set, by);

export const newTaskRun = (
  tenant: string,
  taskID: number,
  run: OpenRun,
  more: Pick<TaskRunItem, 'type' | 'issued' | 'expiresAt'>,
): TaskRunItem => ({
  ...keyOf(tenant, taskID, run),
  kind: 'task-run',
  tenant,
  taskID,
  ...run,
  ...more,
  state: 'issuing',
  after: 0,
  asked: 0,
  ignored: 0,
});

export const readTaskRun = (
  store: Store,
  tenant: string,
  taskID: number,
  run: OpenRun,
): Promise<TaskRunItem | undefined> => store.get(keyOf(tenant, taskID, run), taskRunItem);

/** A task's runs, the latest first; `after`: those before this one. */
export const listTaskRuns = (
  store: Store,
  tenant: string,
  taskID: number,
  { limit, after }: { readonly limit: number; readonly after?: OpenRun | undefined },
): Promise<Page<TaskRunItem>> =>
  store.query(partitions.taskRuns(tenant), taskRunItem, {
    prefix: keys.taskRunsOf(tenant, taskID).sk,
    descending: true,
    limit,
    ...(after && { after: keyOf(tenant, taskID, after).sk }),
  });

/** One run is issued at a time, and it may lie behind a few that people asked for at other set times. */
const LATEST = 20;

/** The task was deleted: what of it was being issued goes no further. What its hosts were asked stays asked. */
export const stopTaskRuns = async (store: Store, tenant: string, taskID: number): Promise<void> => {
  const { items } = await listTaskRuns(store, tenant, taskID, { limit: LATEST });
  for (const { pk, sk, state } of items) {
    if (state !== 'issuing') continue;
    const change = { set: { state: 'stopped' } };
    await store.transact([{ update: { pk, sk }, change, if: equals('state', 'issuing') }]);
  }
};
