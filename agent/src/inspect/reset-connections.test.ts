import { expect, it } from 'vitest';
import { createResetConnections } from './reset-connections.ts';

function segment(port: number, reply = false): Uint8Array {
  const bytes = Buffer.alloc(40);
  bytes[0] = 0x45;
  bytes[9] = 6;
  bytes.set(reply ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1], 12);
  bytes.writeUInt16BE(reply ? 80 : port, 20);
  bytes.writeUInt16BE(reply ? port : 80, 22);
  return bytes;
}

it('tells either end of a reset connection again, a few times, and nobody else', () => {
  const connections = createResetConnections();
  connections.add(segment(5000));
  expect(connections.asksAgain(segment(5001))).toBe(false);
  const answers = Array.from({ length: 9 }, (_, i) => connections.asksAgain(segment(5000, i % 2 === 1)));
  expect(answers).toEqual([true, true, true, true, true, true, true, true, false]);
  connections.add(segment(5000));
  expect(connections.asksAgain(segment(5000))).toBe(true);
});

it('forgets the oldest rather than growing without end', () => {
  const connections = createResetConnections();
  for (let port = 1; port <= 4097; port += 1) connections.add(segment(port));
  expect(connections.asksAgain(segment(1))).toBe(false);
  expect(connections.asksAgain(segment(2))).toBe(true);
  expect(connections.asksAgain(segment(4097))).toBe(true);
});
