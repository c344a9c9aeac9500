import * as z from 'zod';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { EVENT_SHARDS } from '../../shared/table/keys.ts';

const sortKey = z.string().regex(/^\d{12}#\d{13}-\d{1,10}$/);
const shard = z
  .number()
  .int()
  .min(0)
  .max(EVENT_SHARDS - 1);
const moment = z.number().int();

/**
 * Where a search goes on: nothing but positions inside the caller's own partitions, so a forged one reaches nothing
 * else. Letters keep it short. `w` window, `h` hour (-1: the list of astray batches), `s` shard and `k` sort key
 * after which the slice begins, `e` shard and sort key of its last batch, `l` the last event handed out of it.
 */
const hostCursor = z.object({
  w: z.tuple([moment, moment]),
  h: z.number().int().min(-1).max(10_000_000),
  s: shard,
  k: sortKey.optional(),
  e: z.tuple([shard, sortKey]).optional(),
  l: z.tuple([moment, z.number().int(), z.string().max(24), z.number().int()]).optional(),
});
export type HostCursor = z.infer<typeof hostCursor>;

const systemCursor = z.object({
  w: z.tuple([moment, moment]),
  h: z.number().int().min(0).max(10_000_000),
  k: z.string().min(1).max(150),
});
export type SystemCursor = z.infer<typeof systemCursor>;

export const readHostCursor = (text: string): Outcome<HostCursor> => read(text, hostCursor);
export const readSystemCursor = (text: string): Outcome<SystemCursor> => read(text, systemCursor);

export const writeCursor = (cursor: HostCursor | SystemCursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url');

const read = <T>(text: string, schema: z.ZodType<T>): Outcome<T> => {
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    if (parsed.success) return accept(parsed.data);
  } catch {
    // Falls through to the refusal below: what is not JSON is no cursor either.
  }
  return refuse('invalid', 'cursor: send what the last answer gave in next.', 'invalid', { field: 'cursor' });
};
