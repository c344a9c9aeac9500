import { describe, expect, it } from 'vitest';
import type { AttackEvent } from './plane.ts';
import { attacks, ordinary } from './requests.ts';
import type { Sent } from './send.ts';
import { faults, type Walk } from './verdict.ts';

const answered = (request: Sent['request']): Sent => ({
  request,
  end: 'closed',
  answer: 'ok',
  serverClosed: true,
  served: true,
});
const stopped = (request: Sent['request']): Sent => ({
  request,
  end: 'reset',
  answer: '',
  serverClosed: true,
  served: false,
});
const event = (sent: Sent, action: string): AttackEvent => ({
  computerID: 1,
  ...(sent.request.ruleID && { ruleID: sent.request.ruleID }),
  reason: '',
  action,
  sourceIP: '',
  destinationIP: '',
  at: 0,
  repeatCount: 1,
});

const good: Walk = {
  baseline: ordinary.map(answered),
  ordinary: ordinary.map(answered),
  attacks: attacks.map(stopped),
  detected: attacks.map(answered),
  preventEvents: attacks.map((request) => event(stopped(request), 'reset')),
  detectEvents: attacks.map((request) => event(answered(request), 'detect-only-reset')),
  mails: [{ id: '1', subject: 's', to: [] }],
  queueBound: true,
};
const [first, ...rest] = good.attacks as [Sent, ...Sent[]];

describe('the demo says what does not hold', () => {
  it('and nothing where all holds', () => expect(faults(good)).toEqual([]));

  it.each<[string, Partial<Walk>, RegExp]>([
    ['a queue without an agent', { queueBound: false }, /queue/],
    ['a changed answer', { ordinary: good.ordinary.map((s) => ({ ...s, answer: 'ok!' })) }, /not the same/],
    ['a shop that never answered', { baseline: [] }, /even without protection/],
    ['an attack that was served', { attacks: [{ ...first, served: true }, ...rest] }, /reached the shop/],
    [
      'an attack that merely hangs',
      { attacks: [{ ...first, end: 'timeout' }, ...rest] },
      /ended as "timeout"/,
    ],
    ['a server socket left open', { attacks: [{ ...first, serverClosed: false }, ...rest] }, /still holds/],
    ['a lost event', { preventEvents: good.preventEvents.slice(1) }, /prevent mode: rule 1/],
    [
      'detect mode that blocks',
      { detected: [stopped(first.request), ...good.detected.slice(1)] },
      /did not pass/,
    ],
    ['detect mode that claims a block', { detectEvents: good.preventEvents }, /detect mode: rule 1/],
    ['no mail', { mails: [] }, /No mail/],
  ])('%s', (_, wrong, words) => {
    expect(faults({ ...good, ...wrong }).join('\n')).toMatch(words);
  });
});
