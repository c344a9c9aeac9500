import { nextWork, type Step } from '../../shared/domain/order/work.ts';
import { all, equals } from '../../shared/table/condition.ts';
import { type OrderItem, readOrder } from '../../shared/table/entities/order/order.ts';
import { orderRecords } from '../../shared/table/entities/order/order-records.ts';
import { TRAIL_LIFE_SECONDS } from '../../shared/table/entities/tenant/trail.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Change, Store, Write } from '../../shared/table/store.ts';
import type { RunStep } from './steps.ts';

export interface WorkDeps {
  readonly store: Store;
  readonly now: () => number;
  readonly steps: Readonly<Record<Step, RunStep>>;
}

/** More turns than any order has steps; others may work the same order at the same time. */
const MOST_TURNS = 40;
const worker = { kind: 'system', name: 'System' } as const;

/**
 * Works an order to its end, from wherever it stands. Every turn is one transaction under the condition that the
 * order still stands where it was read, so that a second worker, or this one's ghost, repeats nothing.
 */
export const workOrder = async (deps: WorkDeps, tenant: string, orderID: number): Promise<void> => {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const order = await readOrder(deps.store, tenant, orderID);
    if (!order) return;
    const work = nextWork(order);
    switch (work.todo) {
      case 'nothing':
        return;
      case 'start':
        await deps.store.transact([move(order, { set: { state: 'in-process', moved: deps.now() } })]);
        break;
      case 'step':
        await takeStep(deps, order, work.step);
        break;
      case 'finish':
        await finish(deps, { ...order, state: 'done' });
    }
  }
  throw new Error(`order ${orderID} of ${tenant} does not come to its end`);
};

const takeStep = async (deps: WorkDeps, order: OrderItem, step: Step): Promise<void> => {
  const now = deps.now();
  const effect = await deps.steps[step](deps.store, order, now);
  if (!effect.ok) return finish(deps, { ...order, state: 'undone', reason: effect.message });
  const stepsDone = [...order.stepsDone, step];
  await deps.store.transact([move(order, { set: { stepsDone, moved: now } }), ...effect.value]);
};

/** The order ends and the tenant may place the next one, at once and together. */
const finish = async (deps: WorkDeps, ended: OrderItem & { state: 'done' | 'undone' }): Promise<void> => {
  const now = deps.now();
  await deps.store.transact([
    move(
      { ...ended, state: 'in-process' },
      {
        set: {
          state: ended.state,
          moved: now,
          finished: now,
          expiresAt: Math.floor(now / 1000) + TRAIL_LIFE_SECONDS,
          ...(ended.reason && { reason: ended.reason }),
        },
      },
    ),
    {
      update: keys.subscription(ended.tenant),
      change: { remove: ['inProcess', 'inProcessSince'] },
      if: equals('inProcess', ended.ID),
    },
    ...orderRecords(ended.tenant, ended, ended.state, now, worker),
  ]);
};

const move = (from: OrderItem, change: Change): Write => ({
  update: keys.order(from.tenant, from.ID),
  change,
  if: all(equals('state', from.state), equals('stepsDone', from.stepsDone)),
});
