import * as z from 'zod';
import { backSince } from '../../shared/domain/computer/presence.ts';
import { keys } from '../../shared/table/keys.ts';
import type { SweepDeps } from './deps.ts';

const ranItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('ran'),
  /** Epoch ms of the last sweep's start, and since when none was missed. */
  last: z.number(),
  back: z.number(),
});

/**
 * Since when (epoch ms) sweeps have run without a gap. A plane that was away itself heard of nobody: without this its
 * first sweep would take the whole fleet for silent, and mail about every host.
 */
export const planeBack = async ({ store, now }: SweepDeps): Promise<number> => {
  const last = now();
  const back = backSince(await store.get(keys.sweepRan, ranItem), last);
  const ran: z.infer<typeof ranItem> = { ...keys.sweepRan, kind: 'ran', last, back };
  await store.put(ran);
  return back;
};
