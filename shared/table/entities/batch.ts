import * as z from 'zod';
import { sealedAt } from '../../domain/event/batch-id.ts';
import { isAstray } from '../../domain/event/placement.ts';
import { logExpiry } from '../../domain/event/retention.ts';
import type { BatchSummary } from '../../domain/event/summary.ts';
import { absent } from '../condition.ts';
import { hourOf, keys } from '../keys.ts';
import type { Store, Written } from '../store.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes');

/** A sealed batch of a host's events, as one compressed item with a summary to filter by (DESIGN "Storage"). */
export const batchItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('batch'),
  tenant: z.string(),
  computerID: z.number(),
  batchID: z.string(),
  /** Epoch ms of the plane's receipt. */
  received: z.number(),
  summary: z.object({
    from: z.number(),
    to: z.number(),
    count: z.number(),
    blocked: z.number(),
    kinds: z.array(z.string()),
    ruleIDs: z.array(z.number()),
    reasons: z.array(z.number()),
    severities: z.array(z.string()),
    sources: z.array(z.string()),
  }),
  /** zstd of the JSON of batchContent; only events that fit the schema. */
  content: bytes,
  /** SHA-256 of the body as the host sent it: the same id with another body is not the same batch. */
  digest: bytes,
  /** Nonce of the request that brought it: the very same request again is a replay, not a retry. */
  nonce: z.string(),
  expiresAt: z.number(),
});
export type BatchItem = z.infer<typeof batchItem>;

export interface NewBatch {
  readonly tenant: string;
  readonly computerID: number;
  readonly batchID: string;
  readonly received: number;
  readonly summary: BatchSummary;
  readonly content: Uint8Array;
  readonly digest: Uint8Array;
  readonly nonce: string;
}

export const batch = (b: NewBatch): BatchItem => ({
  ...keys.batch(b.tenant, hourOf(sealedAt(b.batchID)), b.computerID, b.batchID),
  kind: 'batch',
  ...b,
  expiresAt: logExpiry(b.received),
});

/** Points at a batch whose hour of sealing says nothing about its events' times (`domain/event/placement.ts`). */
export const astrayItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('astray'),
  computerID: z.number(),
  batchID: z.string(),
  from: z.number(),
  to: z.number(),
  expiresAt: z.number(),
});
export type AstrayItem = z.infer<typeof astrayItem>;

/** Stores a batch once. When its key is taken, `found` is what stands there. */
export const putBatch = async (store: Store, item: BatchItem): Promise<Written> => {
  const { tenant, computerID, batchID, summary, expiresAt } = item;
  if (!isAstray(sealedAt(batchID), summary, item.received)) return store.put(item, absent('pk'));
  const pointer: AstrayItem = {
    ...keys.astray(tenant, computerID, batchID),
    kind: 'astray',
    computerID,
    batchID,
    from: summary.from,
    to: summary.to,
    expiresAt,
  };
  const both = await store.transact([{ put: item, if: absent('pk') }, { put: pointer }]);
  return both.ok ? { ok: true, item: undefined } : { ok: false, found: both.found[0] };
};
