import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LOG_LIFE } from '../retention.ts';
import { begun, nextRange, type Progress, type ReceivedRange, SETTLED_AFTER, settled } from './schedule.ts';

const now = Date.UTC(2026, 10, 23);
const running = { exportID: 'e', until: now };

it.each<[string, Progress | undefined, ReceivedRange | undefined]>([
  ['the first holds all that is kept', undefined, { from: now - LOG_LIFE, until: now - SETTLED_AFTER }],
  ['the next goes on where it ended', { until: now - 1e8 }, { from: now - 1e8, until: now - SETTLED_AFTER }],
  ['what expired is not asked for', { until: 1 }, { from: now - LOG_LIFE, until: now - SETTLED_AFTER }],
  ['none begins beside another', { until: 1, running }, undefined],
  ['none is empty', { until: now - SETTLED_AFTER }, undefined],
])('%s', (_what, progress, range) => {
  expect(nextRange(progress, now)).toEqual(range);
});

/** A minute passes, with a batch received in it that is stored up to `SETTLED_AFTER` later; or the sweep looks. */
const step = fc.oneof(
  fc.record({ minutes: fc.integer({ min: 1, max: 2000 }), received: fc.boolean() }),
  fc.record({ ends: fc.constantFrom('waiting', 'done', 'failed', undefined) }),
  fc.constant('run' as const),
);

it('has every batch in exactly one finished export, whatever fails and whenever it is looked at', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let clock = now;
      let progress: Progress | undefined;
      let open: ReceivedRange | undefined;
      const received: number[] = [];
      const exported: number[] = [];
      const run = (): void => {
        const range = nextRange(progress, clock);
        if (!range) return;
        progress = begun(progress, range, 'e');
        open = range;
      };
      const end = (state: Parameters<typeof settled>[1]): void => {
        if (!progress?.running || !open) return;
        const { from, until } = open;
        if (state === 'done') exported.push(...received.filter((at) => at >= from && at < until));
        progress = settled(progress, state);
      };
      for (const each of steps) {
        if (each === 'run') run();
        else if ('ends' in each) end(each.ends);
        else {
          clock += each.minutes * 60_000;
          if (each.received) received.push(clock);
        }
        expect(exported).toHaveLength(new Set(exported).size);
      }
      end('failed');
      clock += SETTLED_AFTER + 1;
      run();
      end('done');
      const kept = received.filter((at) => at >= clock - LOG_LIFE);
      expect(exported.filter((at) => kept.includes(at)).sort()).toEqual(kept.sort());
    }),
  );
});
