import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideBeat, nextBeat } from './beat.ts';

describe('what a beat is told', () => {
  it.each([
    [
      'a fresh host gets its first content as sequence 1',
      { sequence: 0 },
      {},
      'a',
      { sequence: 1, hash: 'a' },
    ],
    [
      'a host on the content is left alone',
      { sequence: 1, hash: 'a' },
      { applied: { sequence: 1, hash: 'a' } },
      'a',
      undefined,
    ],
    [
      'a new content is a new sequence',
      { sequence: 1, hash: 'a' },
      { applied: { sequence: 1, hash: 'a' } },
      'b',
      { sequence: 2, hash: 'b' },
    ],
    [
      'back to an older content is a new sequence too',
      { sequence: 2, hash: 'b' },
      { applied: { sequence: 2, hash: 'b' } },
      'a',
      { sequence: 3, hash: 'a' },
    ],
    [
      'a pointer that got lost is given again as it was',
      { sequence: 2, hash: 'b' },
      { applied: { sequence: 1, hash: 'a' } },
      'b',
      { sequence: 2, hash: 'b' },
    ],
    [
      'what the host rolled back is not tried again',
      { sequence: 2, hash: 'b' },
      { applied: { sequence: 1, hash: 'a' }, failed: { hash: 'b' } },
      'b',
      undefined,
    ],
    [
      'until it changes',
      { sequence: 2, hash: 'b' },
      { applied: { sequence: 1, hash: 'a' }, failed: { hash: 'b' } },
      'c',
      { sequence: 3, hash: 'c' },
    ],
    [
      'a plane restored from a backup goes on above what the host has seen',
      { sequence: 2, hash: 'b' },
      { applied: { sequence: 9, hash: 'x' } },
      'b',
      { sequence: 10, hash: 'b' },
    ],
    [
      'a pointer to what it runs that got lost is given again too',
      { sequence: 2, hash: 'a' },
      { applied: { sequence: 1, hash: 'a' } },
      'a',
      { sequence: 2, hash: 'a' },
    ],
    ['nothing compiled yet: nothing to do', { sequence: 0 }, {}, undefined, undefined],
  ])('%s', (_, host, beat, desired, give) => {
    expect(decideBeat(host, beat, desired).give).toEqual(give);
  });

  it('gives what runs once more when it is asked to, and not what was rolled back', () => {
    const applied = { applied: { sequence: 2, hash: 'a' } };
    expect(decideBeat({ sequence: 2, hash: 'a' }, applied, 'a', true).give).toEqual({
      sequence: 3,
      hash: 'a',
    });
    expect(
      decideBeat({ sequence: 2, hash: 'b' }, { ...applied, failed: { hash: 'b' } }, 'b', true).give,
    ).toBeUndefined();
  });

  it('does not let a host claim the last sequence that there is', () => {
    const applied = { sequence: Number.MAX_SAFE_INTEGER, hash: 'a' };
    expect(decideBeat({ sequence: 4, hash: 'b' }, { applied }, 'c').give).toEqual({ sequence: 5, hash: 'c' });
    const believed = { sequence: 1_000_000_000_000, hash: 'a' };
    const { give } = decideBeat({ sequence: 4, hash: 'b' }, { applied: believed }, 'c');
    expect(give).toEqual({ sequence: 1_000_000_000_001, hash: 'c' });
    const obeyed = { sequence: 1_000_000_000_001, hash: 'c' };
    expect(decideBeat(obeyed, { applied: obeyed }, 'd').give?.sequence).toBe(1_000_000_000_002);
  });

  it('never hands out a sequence that the host would refuse', () => {
    const n = fc.integer({ min: 0, max: 50 });
    const hash = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(n, hash, n, hash, hash, (sequence, issued, applied, running, desired) => {
        const { give } = decideBeat(
          { sequence, hash: issued },
          { applied: { sequence: applied, hash: running } },
          desired,
        );
        if (give) expect(give.sequence).toBeGreaterThan(applied);
        else expect(running).toBe(desired);
        if (running === desired && applied >= sequence) expect(give).toBeUndefined();
      }),
    );
  });

  it('spreads the next beat by ten percent to either side', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999999, noNaN: true }), (random) => {
        const seconds = nextBeat(600, random);
        expect(seconds).toBeGreaterThanOrEqual(540);
        expect(seconds).toBeLessThanOrEqual(660);
      }),
    );
  });
});
