import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addKill, isKilled, type KillList, liftKill, noKills } from './kill.ts';

const digest = (text: string): string => `digest of ${text}`;
const kill = (ID: number, at: number, texts?: string) => ({ ID, at, texts, reason: 'bad', by: 'Operator' });
const added = (list: KillList, ...kills: ReturnType<typeof kill>[]): KillList =>
  kills.reduce((before, each) => {
    const next = addKill(before, each, 3);
    if (!next.ok) throw new Error(next.message);
    return next.value;
  }, list);

describe('a kill', () => {
  it('by its number takes the rule off, whatever it says', () => {
    const { rules } = added(noKills, kill(7, 100));
    expect(isKilled(rules, { ID: 7, signatures: ['a'] }, digest)).toBe(true);
    expect(isKilled(rules, { ID: 8, signatures: ['a'] }, digest)).toBe(false);
  });

  it('by its texts leaves a corrected rule in force', () => {
    const { rules } = added(noKills, kill(7, 100, digest('["a"]')));
    expect(isKilled(rules, { ID: 7, signatures: ['a'] }, digest)).toBe(true);
    expect(isKilled(rules, { ID: 7, signatures: ['a', 'b'] }, digest)).toBe(false);
  });

  it('of a rule that is off already replaces the former', () => {
    expect(added(noKills, kill(7, 100, digest('["a"]')), kill(7, 101)).rules).toEqual([kill(7, 101)]);
  });

  it('is refused when there are too many', () => {
    const full = added(noKills, kill(1, 1), kill(2, 2), kill(3, 3));
    expect(addKill(full, kill(4, 4), 3)).toMatchObject({ ok: false, reason: 'too-many-kills' });
    expect(addKill(full, kill(3, 4), 3)).toMatchObject({ ok: true });
  });

  it('that is not there cannot be lifted', () => {
    expect(liftKill(noKills, 7, 100)).toMatchObject({ ok: false, kind: 'missing' });
  });
});

it('every list is above the one before, and above every list of a plane that was restored since', () => {
  const step = fc.record({ ID: fc.integer({ min: 1, max: 5 }), lift: fc.boolean(), wait: fc.nat(5) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.nat(29), (steps, backup) => {
      let list = noKills;
      let kept = noKills;
      let now = 1000;
      let highest = 0;
      for (const [i, { ID, lift, wait }] of steps.entries()) {
        if (i === backup) kept = list;
        now += wait + 1;
        const next = lift ? liftKill(list, ID, now) : addKill(list, kill(ID, now), 9);
        if (!next.ok) continue;
        expect(next.value.sequence).toBeGreaterThan(highest);
        highest = next.value.sequence;
        list = next.value;
      }
      const restored = addKill(kept, kill(1, now + 1), 9);
      expect(restored.ok && restored.value.sequence).toBeGreaterThan(highest);
    }),
  );
});
