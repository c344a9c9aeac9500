export interface Amount {
  readonly key: string;
  readonly amount: number;
  readonly stopped: number;
  /** Epoch ms. */
  readonly last: number;
}

/** Keys kept of one kind: an attacker who forges source addresses fills no memory. */
const MOST_KEYS = 20_000;

/** Amounts by name. Beyond its bound the smallest half is forgotten, which the greatest do not notice. */
export class Amounts {
  private readonly found = new Map<string, { amount: number; stopped: number; last: number }>();
  /** Names that were forgotten, perhaps some of them more than once. */
  private forgotten = 0;

  add(key: string, amount: number, stopped: number, at: number): void {
    const known = this.found.get(key);
    if (known) {
      known.amount += amount;
      known.stopped += stopped;
      known.last = Math.max(known.last, at);
      return;
    }
    if (this.found.size >= MOST_KEYS) this.forget();
    this.found.set(key, { amount, stopped, last: at });
  }

  get size(): number {
    return this.found.size + this.forgotten;
  }

  /** The greatest first, equals by name. */
  top(count: number): readonly Amount[] {
    return [...this.found]
      .map(([key, value]) => ({ key, ...value }))
      .sort((a, b) => b.amount - a.amount || (a.key < b.key ? -1 : 1))
      .slice(0, count);
  }

  private forget(): void {
    const smallest = [...this.found].sort(([, a], [, b]) => a.amount - b.amount).slice(0, MOST_KEYS / 2);
    for (const [key] of smallest) this.found.delete(key);
    this.forgotten += smallest.length;
  }
}
