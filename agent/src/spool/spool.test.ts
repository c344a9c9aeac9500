import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { batchContent, type HostEvent, MAX_BATCH_BYTES } from '../../../shared/schema/agent/events.ts';
import { type Breakdown, breakingFiles, type Disk } from './breaking-files.ts';
import { openSpoolDirectory } from './directory.ts';
import { openSpool, type Spool, type SpoolOptions } from './spool.ts';

const lossNotice: SpoolOptions['lossNotice'] = (lost, where, at) => ({
  kind: 'agent',
  at,
  number: where === 'disk' ? 6009 : 6010,
  severity: 'warning',
  title: 'lost',
  description: String(lost),
});

const event = (mark: number, at = 0): HostEvent => ({
  kind: 'firewall',
  at,
  repeatCount: 1,
  direction: 'incoming',
  protocol: 'tcp',
  sourceIP: '192.0.2.1',
  destinationIP: '192.0.2.2',
  destinationPort: mark % 65536,
  status: 21,
  reason: `mark ${mark}`,
  action: 'deny',
});

const unpack = (bytes: Uint8Array): { id: string; events: HostEvent[] } =>
  batchContent.parse(JSON.parse(zstdDecompressSync(bytes).toString())) as { id: string; events: HostEvent[] };

/** A plane that stores each id once, and would notice other bytes under a known id. */
const createReceiver = () => {
  const received = new Map<string, string>();
  return {
    take(id: string, bytes: Uint8Array): void {
      const text = Buffer.from(bytes).toString('hex');
      expect(received.get(id) ?? text).toBe(text);
      received.set(id, text);
    },
    events: () => [...received.values()].flatMap((text) => unpack(Buffer.from(text, 'hex')).events),
    ids: () => [...received.keys()],
  };
};

const deliver = async (spool: Spool, take: (id: string, bytes: Uint8Array) => void, acknowledge = true) => {
  for (const { id } of spool.waiting()) {
    const bytes = await spool.read(id);
    if (!bytes) continue;
    take(id, bytes);
    if (acknowledge) await spool.remove(id);
  }
};

const options = { now: () => 1_767_225_600_000, lossNotice };

it('seals what came, sends the oldest first and forgets what was acknowledged', async () => {
  const spool = await openSpool(breakingFiles(new Map()), options);
  expect(await spool.seal()).toBeUndefined();
  expect(await spool.append([event(1)])).toBe(true);
  expect((await spool.seal())?.id).toBe('1767225600000-1');
  await spool.append([event(2), event(3)]);
  expect(spool.open()).toBe(2);
  expect((await spool.seal())?.id).toBe('1767225600000-2');
  expect(spool.waiting().map(({ number, events }) => [number, events])).toEqual([
    [1, 1],
    [2, 2],
  ]);
  const receiver = createReceiver();
  await deliver(spool, receiver.take);
  expect(receiver.events()).toEqual([event(1), event(2), event(3)]);
  expect(spool.waiting()).toEqual([]);
});

it('folds what repeats without a break, also across calls and restarts', async () => {
  const disk: Disk = new Map();
  const first = await openSpool(breakingFiles(disk), options);
  await first.append([event(1, 10), event(1, 20)]);
  await first.append([event(1, 30), event(2, 40)]);
  const second = await openSpool(breakingFiles(disk), options);
  await second.append([event(2, 50), event(1, 60)]);
  const batch = await second.seal();
  const { events } = unpack((await second.read(batch?.id ?? '')) as Uint8Array);
  expect(events).toEqual([
    { ...event(1, 10), repeatCount: 3, endAt: 30 },
    { ...event(2, 40), repeatCount: 2, endAt: 50 },
    event(1, 60),
  ]);
});

it('gives calls that come together one place on disk and the same answer', async () => {
  const disk: Disk = new Map();
  const spool = await openSpool(breakingFiles(disk), options);
  expect(await Promise.all(Array.from({ length: 50 }, (_, i) => spool.append([event(i)])))).toEqual(
    Array(50).fill(true),
  );
  expect(spool.open()).toBe(50);
});

it('cuts before a batch would be too large, even when nothing in it compresses', async () => {
  const spool = await openSpool(breakingFiles(new Map()), options);
  const noise = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(220))).toString('base64');
  const events = Array.from({ length: 3000 }, (_, i) => ({ ...event(i), reason: noise() }) as HostEvent);
  expect(await spool.append(events.flatMap((e) => [e, { ...e, at: 5 }]))).toBe(true);
  await spool.seal();
  expect(spool.waiting().length).toBeGreaterThan(2);
  for (const batch of spool.waiting()) expect(batch.bytes).toBeLessThan(MAX_BATCH_BYTES);
  const receiver = createReceiver();
  await deliver(spool, receiver.take);
  expect(receiver.events()).toHaveLength(3000);
});

it('lets the oldest go when it is full and says how many were lost', async () => {
  const spool = await openSpool(breakingFiles(new Map()), { ...options, maxBytes: 1000 });
  for (let i = 0; i < 20; i++) {
    await spool.append([event(2 * i), event(2 * i + 1)]);
    await spool.seal();
  }
  await spool.seal();
  const receiver = createReceiver();
  await deliver(spool, receiver.take);
  const notices = receiver.events().filter((e) => e.kind === 'agent');
  const kept = receiver.events().filter((e) => e.kind === 'firewall');
  expect(kept.length).toBeLessThan(40);
  expect(kept.at(-1)).toEqual(event(39));
  expect(notices.every(({ number }) => number === 6009)).toBe(true);
  // Older notices were lost with their batches and are counted as lost themselves; the newest tells the whole.
  expect(Number(notices.at(-1)?.description)).toBeGreaterThanOrEqual(40 - kept.length);
});

it('counts what the disk did not take and tells it when the disk is back', async () => {
  const spool = await openSpool(breakingFiles(new Map(), { at: 1, part: 0.5, how: 'error' }), options);
  expect(await spool.append([event(1), event(2)])).toBe(false);
  expect(await spool.append([event(3)])).toBe(true);
  const batch = await spool.seal();
  const { events } = unpack((await spool.read(batch?.id ?? '')) as Uint8Array);
  expect(events).toContainEqual(lossNotice(2, 'memory', options.now()));
  expect(events.at(-1)).toEqual(event(3));
});

const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      marks: fc.array(fc.nat(5), { maxLength: 8 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('seal' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('deliver' as const), acknowledge: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('clock' as const), step: fc.integer({ min: -5, max: 5 }) }),
  },
);
const breakdown: fc.Arbitrary<Breakdown> = fc.record({
  at: fc.nat(25),
  part: fc.double({ min: 0, max: 1, noNaN: true }),
  how: fc.constantFrom('crash' as const, 'crash' as const, 'error' as const),
});
const life = fc.record({ actions: fc.array(action, { maxLength: 15 }), breakdown });

it('loses no accepted event and delivers it under one id only, wherever it is killed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 5 }), async (lives) => {
      const disk: Disk = new Map();
      const receiver = createReceiver();
      const accepted = new Map<string, number>();
      const offered = new Map<string, number>();
      let now = 1_767_225_600_000;
      const lived = { ...options, now: () => now };
      for (const [index, { actions, breakdown }] of lives.entries()) {
        const files = breakingFiles(disk, breakdown);
        const spool = await openSpool(files, lived).catch(() => undefined);
        for (const step of spool ? actions : []) {
          if (step.do === 'append') {
            const events = step.marks.map((mark) => event(mark + index * 10));
            const count = (into: Map<string, number>) => {
              for (const e of events)
                if (e.kind !== 'agent') into.set(e.reason, (into.get(e.reason) ?? 0) + 1);
            };
            count(offered);
            if (await spool?.append(events)) count(accepted);
          } else if (step.do === 'seal') await spool?.seal();
          else if (step.do === 'clock') now += step.step;
          else if (spool) await deliver(spool, receiver.take, step.acknowledge);
          if (files.dead()) break;
        }
      }
      const end = await openSpool(breakingFiles(disk), lived);
      await end.seal();
      await deliver(end, receiver.take);

      const numbers = receiver.ids().map((id) => id.split('-')[1]);
      expect(new Set(numbers).size).toBe(numbers.length);
      const found = new Map<string, number>();
      for (const e of receiver.events()) {
        if (e.kind !== 'agent') found.set(e.reason, (found.get(e.reason) ?? 0) + e.repeatCount);
      }
      for (const [reason, count] of accepted) expect(found.get(reason) ?? 0).toBeGreaterThanOrEqual(count);
      for (const [reason, count] of found) expect(count).toBeLessThanOrEqual(offered.get(reason) ?? 0);
      expect([...disk.keys()]).toEqual([expect.stringMatching(/^open-\d+\.log$/)]);
    }),
    { numRuns: 500 },
  );
});

it('does the same on a real directory', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'mvp-spool-'));
  const first = await openSpool(await openSpoolDirectory(directory), options);
  await first.append([event(1)]);
  await first.seal();
  await first.append([event(2)]);
  const second = await openSpool(await openSpoolDirectory(directory), options);
  await second.seal();
  const receiver = createReceiver();
  await deliver(second, receiver.take);
  expect(receiver.events()).toEqual([event(1), event(2)]);
  expect((await (await openSpoolDirectory(directory)).list()).map(({ name }) => name)).toEqual([
    'open-3.log',
  ]);
  rmSync(directory, { recursive: true });
});
