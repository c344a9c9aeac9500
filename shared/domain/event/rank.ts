/** Where an event stands in the order of a search: newest first, and no two alike. */
export interface EventRank {
  /** Epoch ms by the host's clock. */
  readonly at: number;
  readonly computerID: number;
  readonly batchID: string;
  /** Index in its batch. */
  readonly index: number;
}

/** Sort order: negative when `a` comes first. */
export const byRank = (a: EventRank, b: EventRank): number =>
  b.at - a.at ||
  b.computerID - a.computerID ||
  (a.batchID < b.batchID ? 1 : a.batchID > b.batchID ? -1 : 0) ||
  b.index - a.index;
