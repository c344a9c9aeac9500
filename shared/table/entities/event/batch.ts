import * as z from 'zod';
import { sealedAt } from '../../../domain/event/batch-id.ts';
import { isAstray } from '../../../domain/event/placement.ts';
import { logExpiry } from '../../../domain/event/retention.ts';
import type { BatchSummary } from '../../../domain/event/summary.ts';
import type { PackedContent } from '../../batch-content.ts';
import { absent } from '../../condition.ts';
import { batchOfKey, hourOf, keys } from '../../keys.ts';
import type { Store, Written } from '../../store.ts';

/**
 * A sealed batch of a host's events, as one compressed item with a summary to filter by (DESIGN "Storage"). Tenant,
 * computer and batch id stand in its key only: 42 ordinary events are to fit two write units.
 */
const storedBatch = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('batch'),
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
  /** JSON of batchContent with the events that fit the schema, packed as in batch-content.ts. */
  content: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes'),
  dictionary: z.number(),
  /** Nonce of the request that brought it: the very same request again is a replay, not a retry. */
  nonce: z.string(),
  expiresAt: z.number(),
});

export const batchItem = storedBatch.transform((item) => ({ ...item, ...batchOfKey(item) }));
export type BatchItem = z.output<typeof batchItem>;

export interface NewBatch extends PackedContent {
  readonly tenant: string;
  readonly computerID: number;
  readonly batchID: string;
  readonly received: number;
  readonly summary: BatchSummary;
  readonly nonce: string;
}

export const batch = ({ tenant, computerID, batchID, ...rest }: NewBatch): z.input<typeof batchItem> => ({
  ...keys.batch(tenant, hourOf(sealedAt(batchID)), computerID, batchID),
  kind: 'batch',
  ...rest,
  expiresAt: logExpiry(rest.received),
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
export const putBatch = async (store: Store, item: z.input<typeof batchItem>): Promise<Written> => {
  const { summary, expiresAt } = item;
  const { tenant, computerID, batchID } = batchOfKey(item);
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
