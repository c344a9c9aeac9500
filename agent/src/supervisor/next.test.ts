import { describe, expect, it } from 'vitest';
import type { BeatReply, Todo } from '../../../shared/schema/agent/beat.ts';
import { linkFailure } from '../link/failure.ts';
import { next, noContactYet } from './next.ts';

const answered = (todo: Todo[] = [], nextBeat = 600) => ({
  ok: true as const,
  value: { serverTime: 0, nextBeat, todo } satisfies BeatReply,
});
const unreachable = linkFailure('unreachable', 'No way through.');
const unknown = linkFailure('refused', 'Not known.', { code: 'unknown-agent', status: 401 });
const waitOf = (step: ReturnType<typeof next>) => step.actions.find((action) => action.what === 'wait')?.ms;

describe('after an answer', () => {
  it('waits as told, does what is asked in a safe order, and sends events last', () => {
    const { contact, actions } = next(
      { failures: 3, told: 'unreachable' },
      answered([
        { what: 'deactivate' },
        { what: 'policy', pointer: 'p' },
        { what: 'rule-kills', list: 'l' },
        { what: 'describe-host' },
        { what: 'trust', keys: [] },
      ]),
      0,
    );
    expect(contact).toEqual(noContactYet);
    expect(actions.map(({ what }) => what)).toEqual([
      'wait',
      'trust',
      'describe-host',
      'rule-kills',
      'policy',
      'deactivate',
      'send-events',
    ]);
  });

  it.each([
    [0, 5_000],
    [-1, 5_000],
    [600, 600_000],
    [1e9, 3_600_000],
  ])('takes a next beat of %d seconds within reason', (seconds, ms) => {
    expect(waitOf(next(noContactYet, answered([], seconds), 0))).toBe(ms);
  });
});

describe('after a failure', () => {
  it('comes back later and later, and tells once per trouble', () => {
    const first = next(noContactYet, unreachable, 0);
    const second = next(first.contact, unreachable, 0);
    expect([waitOf(first), waitOf(second)]).toEqual([5_000, 10_000]);
    expect(first.actions).toContainEqual(expect.objectContaining({ what: 'tell', event: 'heartbeatFailed' }));
    expect(second.actions.map(({ what }) => what)).toEqual(['wait']);
    const third = next(second.contact, unknown, 0);
    expect(third.actions).toContainEqual(expect.objectContaining({ what: 'tell', event: 'contactRefused' }));
  });

  it('does not pester a plane that refuses it, nor one that asks for time, nor in step with others', () => {
    const busy = linkFailure('server-error', 'Busy.', { retryAfter: 90_000 });
    const waits = (failure: typeof busy) =>
      [0, 0.5].map((random) => waitOf(next(noContactYet, failure, random)));
    expect(waits(unknown)).toEqual([600_000, 750_000]);
    expect(waits(busy)).toEqual([90_000, 112_500]);
  });
});
