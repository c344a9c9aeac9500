import { type Outcome, refuse } from '../outcome.ts';
import { mayOrder, type TenantStanding } from '../tenant/state.ts';
import type { Order, OrderType } from './order.ts';

/**
 * The steps of an order, in their order. Each takes effect together with its record on the order, so a worker that
 * dies between two steps is followed by one that knows where to go on. Only a step before the first effect may
 * refuse: an order is done whole or not at all.
 */
const steps = {
  new: ['check', 'entitle', 'configure'],
  'menu-change': ['check', 'entitle', 'configure'],
  /** Every seat is the same: no policy compiles to anything else. */
  'quantity-change': ['check', 'entitle'],
  cancellation: ['check', 'entitle', 'configure'],
} as const satisfies Record<OrderType, readonly string[]>;

export type Step = (typeof steps)[OrderType][number];

export const stepsOf = (type: OrderType): readonly Step[] => steps[type];

export type Work =
  | { readonly todo: 'start' }
  | { readonly todo: 'step'; readonly step: Step }
  | { readonly todo: 'finish' }
  /** Finished before: a message that arrives twice is harmless. */
  | { readonly todo: 'nothing' };

/** What a worker does next with an order. */
export const nextWork = (order: Order): Work => {
  if (order.state === 'done' || order.state === 'undone') return { todo: 'nothing' };
  if (order.state === 'accepted') return { todo: 'start' };
  const step = stepsOf(order.type).find((name) => !order.stepsDone.includes(name));
  return step ? { todo: 'step', step } : { todo: 'finish' };
};

/** Whether an accepted order may take effect; one that may not is undone. */
export const mayBegin = (standing: TenantStanding): Outcome<undefined> => {
  const state = mayOrder(standing);
  return state.ok ? state : refuse('conflict', `Before the order was worked: ${state.message}`, state.reason);
};

/** A worker needs seconds; what has not moved for this long lost its message or its worker. In ms. */
export const STUCK_AFTER = 5 * 60_000;

/** Whether the sweep hands an order to the workers again. `now` in epoch ms. */
export const isStuck = (order: Order, now: number): boolean =>
  nextWork(order).todo !== 'nothing' && now - order.moved >= STUCK_AFTER;
