import { expect, it } from 'vitest';
import type { HostEvent } from '../../../../shared/schema/agent/events.ts';
import { linkFailure } from '../../link/failure.ts';
import type { PlaneLink } from '../../link/plane-link.ts';
import type { SealedBatch } from '../../spool/file-names.ts';
import type { Spool } from '../../spool/spool.ts';
import { createOutbox } from './outbox.ts';

const batch = (number: number): SealedBatch => ({ id: `1-${number}`, number, events: 3, bytes: 9 });

/** `unreadable`: ids of batches that the disk does not give back. */
const rig = (batches: SealedBatch[], unreadable: readonly string[], sendBatch: PlaneLink['sendBatch']) => {
  let waiting = batches;
  const told: string[] = [];
  const spool: Spool = {
    append: async (_: readonly HostEvent[]) => true,
    seal: async () => undefined,
    waiting: () => waiting,
    read: async (id) => (unreadable.includes(id) ? undefined : new Uint8Array(1)),
    remove: async (id) => {
      waiting = waiting.filter((each) => each.id !== id);
    },
    open: () => 0,
  };
  const outbox = createOutbox({
    spool,
    link: { sendBatch },
    clock: { now: () => 0, monotonic: () => 7, sleep: async () => undefined },
    random: () => 0,
    onDue: () => undefined,
    tell: (_, description) => told.push(description),
    log: () => undefined,
  });
  return { outbox, told, left: () => waiting.map(({ id }) => id) };
};
const taken: PlaneLink['sendBatch'] = async (id) => ({
  ok: true,
  value: { id, accepted: 3, duplicate: false, refused: [] },
});

it('goes on at once with what a long outage left, and rests when nothing moves', async () => {
  const many = rig(
    Array.from({ length: 201 }, (_, i) => batch(i)),
    [],
    taken,
  );
  expect(await many.outbox.send()).toBeUndefined();
  expect(many.left()).toHaveLength(1);
  expect(many.outbox.due()).toBe(7);

  const stuck = rig([batch(1)], ['1-1'], taken);
  expect(await stuck.outbox.send()).toBeUndefined();
  expect(stuck.left()).toEqual(['1-1']);
  expect(stuck.outbox.due()).toBeUndefined();
});

it('does not hold everything up for a batch whose id the plane has given to another content', async () => {
  const { outbox, told, left } = rig([batch(1), batch(2)], [], async (id, bytes) =>
    id === '1-1'
      ? linkFailure('refused', 'Another batch was stored.', { status: 409, code: 'batch-differs' })
      : taken(id, bytes),
  );
  expect(await outbox.send()).toBeUndefined();
  expect(left()).toEqual([]);
  expect(told).toEqual(['The plane refused 3 events (batch 1-1): Another batch was stored.']);
});

it.each([
  ['a clone', 409, 'cloned'],
  ['a host that is not known', 401, 'unknown-agent'],
])('keeps everything while the plane refuses %s', async (_, status, code) => {
  const { outbox, left } = rig([batch(1)], [], async () => linkFailure('refused', 'No.', { status, code }));
  expect(await outbox.send()).toBe(5_000);
  expect(left()).toEqual(['1-1']);
});
