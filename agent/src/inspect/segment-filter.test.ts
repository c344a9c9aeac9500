import { describe, expect, it } from 'vitest';
import { segmentFilter } from './segment-filter.ts';

/** The few instructions of classic BPF the programs use (bpf(4)). */
function runBpf(text: string, packet: Buffer): number {
  const [count, ...lines] = text.split(',');
  const steps = lines.map((line) => line.split(' ').map(Number) as [number, number, number, number]);
  expect(Number(count)).toBe(steps.length);
  let [a, x] = [0, 0];
  for (let pc = 0; pc < steps.length; pc += 1) {
    const [code, onTrue, onFalse, k] = steps[pc] ?? [0, 0, 0, 0];
    if (code === 0x30) a = packet[k] ?? 0;
    else if (code === 0x50) a = packet[x + k] ?? 0;
    else if (code === 0x80) a = packet.length;
    else if (code === 0x01) x = k;
    else if (code === 0xb1) x = ((packet[k] ?? 0) & 0xf) * 4;
    else if (code === 0x54) a &= k;
    else if (code === 0x74) a >>>= k;
    else if (code === 0x0c) a += x;
    else if (code === 0x07) x = a;
    else if (code === 0x15) pc += a === k ? onTrue : onFalse;
    else if (code === 0x1d) pc += a === x ? onTrue : onFalse;
    else if (code === 0x06) return k;
    else throw new Error(`instruction ${code}`);
  }
  throw new Error('ran off the end');
}

function segment(
  version: 4 | 6,
  flags: number,
  payload: number,
  ipOptions = 0,
  tcpOptions = 12,
  next = 6,
): Buffer {
  const ip = (version === 4 ? 20 : 40) + ipOptions;
  const bytes = Buffer.alloc(ip + 20 + tcpOptions + payload);
  bytes[0] = version === 4 ? 0x40 | (ip / 4) : 0x60;
  if (version === 6) bytes[6] = next;
  bytes[ip + 12] = ((20 + tcpOptions) / 4) << 4;
  bytes[ip + 13] = flags;
  return bytes;
}

const [FIN, SYN, RST, PSH, ACK, URG] = [1, 2, 4, 8, 16, 32] as const;

describe.each([4, 6] as const)('over IPv%i', (version) => {
  it.each([
    ['a bare acknowledgement', segment(version, ACK, 0), 'empty'],
    ['one without options', segment(version, ACK, 0, 0, 0), 'empty'],
    ['one with data', segment(version, ACK | PSH, 1), 'full'],
    ['a large offloaded one', segment(version, ACK, 65_000), 'full'],
    ['an urgent one, empty', segment(version, ACK | URG, 0), 'neither'],
    ['an urgent one with data', segment(version, ACK | URG, 9), 'neither'],
    ['an opening', segment(version, SYN, 0), 'neither'],
    ['its answer', segment(version, SYN | ACK, 0), 'neither'],
    ['an end', segment(version, FIN | ACK, 0), 'neither'],
    ['an end with data', segment(version, FIN | ACK, 10), 'neither'],
    ['a reset', segment(version, RST, 0), 'neither'],
    ['no flags at all', segment(version, 0, 10), 'neither'],
  ])('%s is %3$s', (_, packet, expected) => {
    expect(runBpf(segmentFilter('empty', version), packet)).toBe(expected === 'empty' ? 1 : 0);
    expect(runBpf(segmentFilter('full', version), packet)).toBe(expected === 'full' ? 1 : 0);
  });
});

it('reckons with IPv4 options, and leaves IPv6 extension headers to inspection', () => {
  expect(runBpf(segmentFilter('empty', 4), segment(4, ACK, 0, 8))).toBe(1);
  expect(runBpf(segmentFilter('full', 4), segment(4, ACK, 4, 8))).toBe(1);
  for (const kind of ['empty', 'full'] as const)
    expect(runBpf(segmentFilter(kind, 6), segment(6, ACK, 0, 0, 12, 60))).toBe(0);
});
