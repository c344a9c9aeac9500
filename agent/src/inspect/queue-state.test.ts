import { expect, it } from 'vitest';
import { parseQueues } from './queue-state.ts';

it('reads the kernel table of bound queues', () => {
  const text =
    '    7   4242     3 2 65531     5     6      100  1\n 4118  99     0 2 65531     0     0        1  1\n';
  expect(parseQueues(text)).toEqual([
    { queue: 7, portId: 4242, waiting: 3, overflowed: 11 },
    { queue: 4118, portId: 99, waiting: 0, overflowed: 0 },
  ]);
  expect(parseQueues('')).toEqual([]);
});
