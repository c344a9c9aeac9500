import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEW, isToldByMany, manyBack, manySilent } from './many-offline.ts';

const NOW = 100_000;
const BEAT = 1_000;
const beats = (count: number, seen: number): number[] => Array.from({ length: count }, () => seen);
const silent = (fresh: number[], offline: number[] = []) => manySilent(undefined, fresh, offline, BEAT, NOW);

describe('many computers that fall silent', () => {
  it.each([
    ['ten are few', beats(10, 50_000), [], undefined],
    ['eleven are many', beats(11, 50_000), [], 11],
    ['one look found six, the next five more', beats(5, 50_900), beats(6, 50_000), 11],
    ['those away for long are not of them', beats(5, 50_900), beats(60, 49_000), undefined],
    ['nobody fell silent', [], beats(60, 50_000), undefined],
  ])('%s', (_, fresh, offline, count) => {
    expect(silent(fresh, offline)?.count).toBe(count);
  });

  it('are one alert, to which the next look adds', () => {
    const first = silent([...beats(11, 50_000), 50_500]);
    expect(first).toMatchObject({
      ...{ state: 'raised', raised: 50_000, last: 50_500, count: 12 },
      subject: { reason: '12 computers fell silent at about the same time.' },
    });
    const more = manySilent(first, beats(3, 50_800), beats(12, 50_000), BEAT, NOW + 1);
    expect(more).toMatchObject({ began: NOW, last: 50_800, count: 15 });
    const again = manySilent(more, beats(3, 50_800), beats(12, 50_000), BEAT, NOW + 2);
    expect(again).toMatchObject({ began: NOW, count: 15 });
  });

  it('are not mailed one by one; another that falls silent later is', () => {
    const many = silent([...beats(11, 50_000), 50_500]);
    expect([49_999, 50_000, 50_500, 50_501].map((seen) => isToldByMany(many, seen))).toEqual([
      ...[false, true, true, false],
    ]);
    expect(isToldByMany(many && manyBack(many, [], NOW), 50_000)).toBe(false);
    expect(isToldByMany(undefined, 50_000)).toBe(false);
  });

  it('end it when few of them are left, whoever else is away', () => {
    const many = silent(beats(20, 50_000));
    expect(manyBack(many, beats(11, 50_000), NOW)).toBeUndefined();
    expect(manyBack(many, [...beats(10, 50_000), ...beats(50, 10_000)], NOW)).toMatchObject({
      state: 'cleared',
    });
  });

  it('never leave one that fell silent now without an alert that is mailed', () => {
    const seen = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(seen, seen, (fresh, offline) => {
        const many = silent(fresh, offline);
        if (many) expect(fresh.every((each) => isToldByMany(many, each))).toBe(true);
        else expect(fresh.length).toBeLessThanOrEqual(FEW);
        if (many) expect(manyBack(many, [...fresh, ...offline], NOW)).toBeUndefined();
      }),
    );
  });
});
