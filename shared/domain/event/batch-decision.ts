import { accept, type Outcome, refuse } from '../outcome.ts';

/** Of a batch, what tells one delivery from another. */
export interface Delivery {
  readonly nonce: string;
  /** Epoch ms of the receipt. */
  readonly received: number;
}

/**
 * What a delivery means whose batch is stored already. A retry has a new nonce over the same content. The same nonce
 * is a replayed request, unless it came at the very same moment: then the table's client repeated its own write.
 */
export const repeated = (
  stored: Delivery,
  sent: Delivery,
  sameContent: boolean,
): Outcome<{ readonly duplicate: boolean }> => {
  if (!sameContent) {
    return refuse(
      'conflict',
      'id: another batch was stored under this id. A sealed batch is never cut again.',
      'batch-differs',
      { field: 'id' },
    );
  }
  if (stored.nonce !== sent.nonce) return accept({ duplicate: true });
  if (stored.received === sent.received) return accept({ duplicate: false });
  return refuse(
    'unauthenticated',
    'This request was seen before. Each request needs a proof of its own.',
    'replayed',
  );
};
