import { describe, expect, it } from 'vitest';
import { checkConditions, type EventTask, setOff, triggersOf } from './event-based.ts';

const encode = (text: string): Uint8Array => Buffer.from(text);
const facts = { hostname: 'web-12.example.org', platform: 'Debian GNU/Linux 12', lastUsedIP: '192.0.2.7' };
const task = (more: Partial<EventTask> = {}): EventTask => ({
  ...{ ID: 1, name: 'Web', type: 'agent-initiated-activation', enabled: true, conditions: [] },
  actions: [{ type: 'assign-policy', parameterValue: 20 }],
  ...more,
});
const IDs = (...tasks: EventTask[]) =>
  setOff(tasks, ['agent-initiated-activation'], facts, encode).matched.map(({ ID }) => ID);

describe('a task is set off', () => {
  it.each<[string, EventTask['conditions'], boolean]>([
    ['without conditions', [], true],
    ['by an expression for the whole text', [{ field: 'hostname', value: 'web-\\d+\\.example\\.org' }], true],
    ['not by one for a part of it', [{ field: 'hostname', value: 'web' }], false],
    ['not in another case', [{ field: 'hostname', value: 'WEB.*' }], false],
    ['by one of two, each whole', [{ field: 'platform', value: 'Red Hat.*|Debian.*' }], true],
    [
      'only when all match',
      [
        { field: 'platform', value: 'Debian.*' },
        { field: 'lastUsedIP', value: '10\\..*' },
      ],
      false,
    ],
    ['not by a field that nothing is known of', [{ field: 'tag', value: '.*' }], false],
    ['not by an expression without end', [{ field: 'hostname', value: '(.*)*(.*)*(.*)*x' }], false],
  ])('%s', (_, conditions, expected) => {
    expect(IDs(task({ conditions }))).toEqual(expected ? [1] : []);
  });

  it('when it is enabled and for this trigger', () => {
    expect(IDs(task({ enabled: false }), task({ type: 'agent-ip-changed' }))).toEqual([]);
  });

  it('in the order of ids, until expressions without end have used up the effort of all', () => {
    const endless = (ID: number) =>
      task({ ID, conditions: [{ field: 'hostname', value: '(.*)*(.*)*(.*)*x' }] });
    const simple = (ID: number) => task({ ID, conditions: [{ field: 'hostname', value: 'web.*' }] });
    const some = Array.from({ length: 50 }, (_, i) => endless(i + 10));
    expect(IDs(...some, simple(100), simple(1))).toEqual([1]);
    expect(IDs(...some.slice(0, 3), simple(100))).toEqual([100]);
  });

  it('with the lowest id deciding', () => {
    const other = task({
      ID: 2,
      actions: [
        { type: 'assign-policy', parameterValue: 30 },
        { type: 'assign-group', parameterValue: 5 },
      ],
    });
    const wanted = setOff([other, task()], ['agent-initiated-activation'], facts, encode);
    expect(wanted).toMatchObject({ policyID: 20, groupID: 5 });
  });
});

it('names an expression that cannot be run', () => {
  const checked = checkConditions([
    { value: 'web.*', field: 'hostname' },
    { value: '(', field: 'tag' },
  ]);
  expect(checked).toMatchObject({ ok: false, detail: { field: 'conditions.1.value' } });
});

describe('a change of a computer', () => {
  const seen = { groupID: 3, lastIPUsed: '192.0.2.7', addresses: ['10.0.0.2', '10.0.0.1'], activated: 5 };
  it.each([
    ['made by people creates it', undefined, { ...seen, activated: 0 }, ['computer-created-by-system']],
    ['made by its activation is left to that', undefined, seen, []],
    ['into another group moves it', { ...seen, groupID: 0 }, seen, ['computer-moved-by-system']],
    ['of its source address', { ...seen, lastIPUsed: '192.0.2.8' }, seen, ['agent-ip-changed']],
    ['of its own addresses', { ...seen, addresses: ['10.0.0.1'] }, seen, ['agent-ip-changed']],
    ['of their order alone is none', { ...seen, addresses: ['10.0.0.1', '10.0.0.2'] }, seen, []],
    [
      'of both sets off both',
      { ...seen, groupID: 0, lastIPUsed: '' },
      seen,
      ['computer-moved-by-system', 'agent-ip-changed'],
    ],
  ])('%s', (_, before, after, triggers) => {
    expect(triggersOf(before, after)).toEqual(triggers);
  });
});
