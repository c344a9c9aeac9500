import { describe, expect, it } from 'vitest';
import { causesOf, happenedToAgent } from './happened.ts';

describe('what happens to an agent', () => {
  it.each([
    [3700, 'abnormal-restart-detected'],
    [5004, 'clock-change-detected'],
    [6009, 'insufficient-disk-space'],
    [6010, 'events-suppressed'],
    [6012, 'insufficient-disk-space'],
  ])('event %i raises %s', (number, type) => {
    expect(happenedToAgent([{ kind: 'agent', at: 5, number, title: 'T' }])).toEqual([
      { type, first: 5, last: 5, count: 1, reason: 'T' },
    ]);
  });

  it('everyday events, and events that are not of the agent, raise nothing', () => {
    const events = [5000, 5003, 2000, 9103].map((number) => ({ kind: 'agent', at: 1, number }));
    expect(happenedToAgent([...events, { kind: 'firewall', at: 1, number: 3700 }])).toEqual([]);
  });

  it('several of a batch are one, with the last word', () => {
    const at = (time: number) => ({ kind: 'agent', at: time, number: 6010, description: `lost ${time}` });
    expect(happenedToAgent([at(7), at(3), at(9)])).toEqual([
      { type: 'events-suppressed', first: 3, last: 9, count: 3, reason: 'lost 9' },
    ]);
  });
});

describe('system events', () => {
  it.each([
    [275, { targetID: 12 }, 'duplicate-computer-detected', 'computer-12', false],
    [770, { targetID: 12 }, 'clock-out-of-step', 'computer-12', false],
    [731, { targetID: 12 }, 'clock-out-of-step', 'computer-12', true],
    [705, { targetName: 'Web 1.example' }, 'activation-failed', 'host-web-1-example', false],
    [704, { targetName: 'Web 1.example' }, 'activation-failed', 'host-web-1-example', true],
    [673, { targetID: 4 }, 'apikey-locked-out', 'apikey-4', false],
  ])('%i with %j: %s of %s, ends: %s', (number, more, type, target, ends) => {
    expect(causesOf({ number, ...more })).toMatchObject([{ type, target, ends }]);
  });

  it.each([
    ['a destination that is changed or removed', { targetType: 'notificationdestinations', targetID: 3 }, 4],
    ['a rule that is', { targetType: 'notificationrules', targetID: 3 }, 0],
  ])('180 of %s ends what was raised for it', (_, about, ended) => {
    const causes = causesOf({ number: 180, ...about });
    expect(causes).toHaveLength(ended);
    for (const cause of causes) expect(cause).toMatchObject({ target: 'destination-3', ends: true });
  });

  it('others raise nothing, a host’s name stays a short key', () => {
    expect(causesOf({ number: 252, targetID: 12 })).toEqual([]);
    expect(causesOf({ number: 705, targetName: 'ホ:#'.repeat(100) })[0]?.target).toMatch(/^[a-z0-9-]{1,70}$/);
  });
});
