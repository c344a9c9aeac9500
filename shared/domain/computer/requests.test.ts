import { expect, it } from 'vitest';
import { type Asked, answeredByBeat, waitingRequests } from './requests.ts';

const NOW = 1000;
const scan = 'scan-for-recommendations';
const check = 'check-for-security-updates';

it.each<[string, Asked, [string, number][]]>([
  ['nothing was ever asked', {}, []],
  ['a scan waits', { requests: { [scan]: 900 } }, [[scan, 900]]],
  [
    'an answered one does not',
    { requests: { [scan]: 900 }, answered: { [scan]: { requested: 900, started: 950 } } },
    [],
  ],
  [
    'asked again after an answer',
    { requests: { [scan]: 960 }, answered: { [scan]: { requested: 900, started: 950 } } },
    [[scan, 960]],
  ],
  [
    'an answer to one is none to another',
    { requests: { [scan]: 900, 'send-policy': 900 }, answered: { [scan]: { requested: 900, started: 950 } } },
    [['send-policy', 900]],
  ],
  ['one that has lapsed', { requests: { [check]: 100 }, checkUntil: 1000 }, []],
  ['one that will lapse', { requests: { [check]: 100 }, checkUntil: 1001 }, [[check, 100]]],
])('%s', (_, host, waiting) => {
  expect([...waitingRequests(host, NOW)]).toEqual(waiting);
});

it('lets a beat answer what comes with the configuration, not a scan', () => {
  const waiting = waitingRequests({ requests: { [scan]: 1, [check]: 2, 'send-policy': 3 } }, NOW);
  expect([...answeredByBeat(waiting, NOW)]).toEqual([
    [check, { requested: 2, started: NOW }],
    ['send-policy', { requested: 3, started: NOW }],
  ]);
});
