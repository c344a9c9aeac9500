import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order, OrderState } from './order.ts';
import { isStuck, nextWork, STUCK_AFTER, stepsOf } from './work.ts';

const order = (state: OrderState, stepsDone: readonly string[] = [], moved = 0): Order => ({
  ID: 1,
  type: 'new',
  menu: 'managed-virtual-patch',
  quantity: 5,
  orderedBy: 'first key',
  accepted: 0,
  state,
  stepsDone,
  moved,
});

/** What a worker records before it looks again. */
const advance = (from: Order): Order => {
  const work = nextWork(from);
  switch (work.todo) {
    case 'start':
      return { ...from, state: 'in-process' };
    case 'step':
      return { ...from, stepsDone: [...from.stepsDone, work.step] };
    case 'finish':
      return { ...from, state: 'done' };
    case 'nothing':
      return from;
  }
};

describe('working an order', () => {
  it('starts, takes each step once and in order, finishes, and then leaves it alone', () => {
    const seen: string[] = [];
    let current = order('accepted');
    for (let i = 0; i < 10; i++) {
      const work = nextWork(current);
      seen.push(work.todo === 'step' ? work.step : work.todo);
      current = advance(current);
    }
    expect(seen.slice(0, 6)).toEqual(['start', 'check', 'entitle', 'configure', 'finish', 'nothing']);
    expect(new Set(seen.slice(5))).toEqual(new Set(['nothing']));
    expect(current).toMatchObject({ state: 'done', stepsDone: stepsOf('new') });
  });

  it('never repeats a recorded step, wherever the last worker stopped', () => {
    fc.assert(
      fc.property(fc.nat({ max: 6 }), (moves) => {
        let current = order('accepted');
        for (let i = 0; i < moves; i++) current = advance(current);
        const work = nextWork(current);
        if (work.todo === 'step') expect(current.stepsDone).not.toContain(work.step);
        if (work.todo === 'finish') expect(current.stepsDone).toEqual(stepsOf('new'));
      }),
    );
  });

  it.each([
    ['accepted, message lost', order('accepted'), STUCK_AFTER, true],
    ['accepted a moment ago', order('accepted'), STUCK_AFTER - 1, false],
    ['its worker died', order('in-process', ['check']), STUCK_AFTER, true],
    ['it moved a moment ago', order('in-process', ['check'], STUCK_AFTER), STUCK_AFTER + 1, false],
    ['done long ago', order('done', ['check', 'entitle']), 1e12, false],
    ['undone long ago', order('undone'), 1e12, false],
  ] as const)('is stuck or not: %s', (_, stuck, now, expected) => {
    expect(isStuck(stuck, now)).toBe(expected);
  });
});
