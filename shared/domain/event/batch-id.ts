/** When a batch was sealed by its host's clock, in epoch ms: the first 13 digits of its id. */
export const sealedAt = (batchID: string): number => Number(batchID.slice(0, 13));
