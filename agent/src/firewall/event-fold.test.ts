import { expect, it } from 'vitest';
import type { FirewallEvent } from './event.ts';
import { createEventFold } from './event-fold.ts';

const event = (fields: Partial<FirewallEvent> = {}): FirewallEvent => ({
  eventID: 21,
  ruleID: 5,
  direction: 'incoming',
  interface: 'eth0',
  version: 4,
  protocol: 6,
  flags: 2,
  sourceIP: '192.0.2.1',
  sourcePort: 40_000,
  destinationIP: '192.0.2.2',
  destinationPort: 22,
  packetSize: 60,
  startTime: 1000,
  endTime: 1000,
  repeatCount: 1,
  ...fields,
});

it('makes one event of the attempts between the same ends, from whichever port', () => {
  const fold = createEventFold(10);
  fold.add(event());
  fold.add(event({ sourcePort: 40_001, startTime: 1500, endTime: 1500 }));
  fold.add(event({ destinationPort: 23 }));
  expect(fold.take()).toEqual({
    events: [event({ endTime: 1500, repeatCount: 2 }), event({ destinationPort: 23 })],
    lost: 0,
  });
  expect(fold.take()).toEqual({ events: [], lost: 0 });
});

it('counts what does not fit instead of growing', () => {
  const fold = createEventFold(2);
  for (let port = 1; port <= 5; port += 1) fold.add(event({ destinationPort: port }));
  fold.add(event({ destinationPort: 1 }));
  const { events, lost } = fold.take();
  expect(events.map(({ destinationPort, repeatCount }) => [destinationPort, repeatCount])).toEqual([
    [1, 2],
    [2, 1],
  ]);
  expect(lost).toBe(3);
});
