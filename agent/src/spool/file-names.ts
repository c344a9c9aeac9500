/** A batch that was cut for good: its bytes go out as they are, as often as needed. */
export interface SealedBatch {
  /** `${13-digit epoch ms}-${number}`. */
  readonly id: string;
  /** The spool's running number: the true order, whatever the clock did. */
  readonly number: number;
  readonly events: number;
  readonly bytes: number;
}

export const segmentName = (number: number): string => `open-${number}.log`;

export const segmentNumber = (name: string): number | undefined => {
  const match = /^open-(\d{1,10})\.log$/.exec(name);
  return match ? Number(match[1]) : undefined;
};

export const batchName = (batch: Pick<SealedBatch, 'id' | 'events'>): string =>
  `batch-${batch.id}-${batch.events}.zst`;

export const batchOf = (name: string, bytes: number): SealedBatch | undefined => {
  const match = /^batch-(\d{13}-(\d{1,10}))-(\d{1,5})\.zst$/.exec(name);
  return match
    ? { id: match[1] as string, number: Number(match[2]), events: Number(match[3]), bytes }
    : undefined;
};
