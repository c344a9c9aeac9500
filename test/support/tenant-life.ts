import * as fc from 'fast-check';
import { expect } from 'vitest';
import type { CatalogueVersion } from '../../shared/domain/order/catalogue.ts';
import { monthFee } from '../../shared/domain/order/fee.ts';
import type { Holding } from '../../shared/domain/order/holding.ts';
import { monthOf, monthPeriod, type Period } from '../../shared/domain/order/local-date.ts';
import type { Menu } from '../../shared/domain/order/menus.ts';
import type { OrderState, Wish } from '../../shared/domain/order/order.ts';

/** A tenant's commercial life as it really runs: pure, or on a table. Times in epoch ms, as `clock` says. */
export interface Life {
  readonly clock: { now: number };
  /** The word of a refusal; undefined when it was accepted. */
  place(wish: Wish): Promise<string | undefined>;
  /** Lets a worker make so many writes for the open order before it dies. */
  work(writes: number): Promise<void>;
  activate(): Promise<boolean>;
  deactivate(): Promise<void>;
  setPrices(prices: Prices): Promise<void>;
  suspend(suspended: boolean): Promise<void>;
  look(): Promise<Seen>;
}

export type Prices = Readonly<Record<Menu, number>>;

export interface Seen {
  readonly menu?: Menu | undefined;
  readonly modules: readonly string[];
  readonly quantity: number;
  readonly activated: number;
  readonly inProcess?: number | undefined;
  readonly orders: readonly { readonly ID: number; readonly state: OrderState }[];
  readonly holdings: readonly Holding[];
  readonly versions: readonly CatalogueVersion[];
}

export const START = Date.UTC(2026, 0, 20, 15);
const DAY = 86_400_000;
const FORTNIGHT = 14 * DAY;
const ZONE = 'Asia/Tokyo';
export const menus = [
  'managed-anti-virus',
  'managed-virtual-patch',
  'managed-host-security-package',
] as const satisfies readonly Menu[];

/** The writes of an order's work, in words of the requirements; what the tenant holds changes in the third. */
const writesOf = (type: Wish['type']): readonly string[] =>
  type === 'quantity-change'
    ? ['begin', 'look', 'effect', 'end']
    : ['begin', 'look', 'effect', 'configure', 'end'];

/**
 * What the requirements say of a tenant, written down once more and by hand: it knows nothing of the code it judges.
 */
export class Expected {
  menu: Menu | undefined;
  quantity = 0;
  activated = 0;
  suspended = false;
  cancelled: number | undefined;
  open: { wish: Wish; written: number } | undefined;
  accepted = 0;
  ended = 0;
  readonly held: { at: number; menu: Menu | undefined; quantity: number }[] = [];
  readonly prices: { at: number; prices: Prices }[] = [];
  /** Fees of months that had ended when they were looked at: nothing later may change them. */
  readonly closed = new Map<string, number>();

  /** ORD-2 to ORD-6, ORD-8, ORD-9: the word of the refusal. */
  refusal(wish: Wish, now: number): string | undefined {
    if (this.suspended) return 'suspended';
    if (this.open) return 'order-in-process';
    if (wish.type === 'new') {
      if (this.menu) return 'already-subscribed';
      return this.cancelled !== undefined && now < this.cancelled + FORTNIGHT ? 'cooling-off' : undefined;
    }
    if (!this.menu) return 'not-subscribed';
    if (wish.type === 'menu-change') {
      if (wish.menu === this.menu) return 'same-menu';
      return wish.menu === 'managed-anti-virus' && !wish.confirmed ? 'confirmation-required' : undefined;
    }
    if (wish.type === 'quantity-change') {
      if (wish.quantity === this.quantity) return 'same-quantity';
      return wish.quantity < this.activated ? 'below-activated' : undefined;
    }
    return this.activated > 0 ? 'still-activated' : undefined;
  }

  write(now: number): void {
    if (!this.open) return;
    const { wish, written } = this.open;
    const what = writesOf(wish.type)[written];
    if ((what === 'look' && this.suspended) || (what === 'effect' && !this.fits(wish)) || what === 'end') {
      this.open = undefined;
      this.ended++;
      return;
    }
    if (what === 'effect') this.takeEffect(wish, now);
    this.open.written++;
  }

  private fits(wish: Wish): boolean {
    if (wish.type === 'cancellation') return this.activated === 0;
    return wish.type !== 'quantity-change' || this.activated <= wish.quantity;
  }

  private takeEffect(wish: Wish, now: number): void {
    if (wish.type === 'new' || wish.type === 'menu-change') this.menu = wish.menu;
    if (wish.type === 'new' || wish.type === 'quantity-change') this.quantity = wish.quantity;
    this.cancelled = undefined;
    if (wish.type === 'cancellation') {
      this.menu = undefined;
      this.quantity = 0;
      this.cancelled = Math.floor(now / 1000) * 1000;
    }
    const at = Math.max(now, this.held.at(-1)?.at ?? 0);
    this.held.push({ at, menu: this.menu, quantity: this.quantity });
  }

  /** ORD-7, moment by moment: wherever something may have changed, what was held costs what it cost then. */
  fee({ from, to }: Period): number {
    const moments = [from, ...this.held.map(({ at }) => at), ...this.prices.map(({ at }) => at)];
    const costs = moments
      .filter((moment) => moment >= from && moment < to)
      .map((moment) => {
        const held = this.held.findLast(({ at }) => at <= moment);
        return held?.menu ? held.quantity * this.priceAt(held.menu, moment) : 0;
      });
    return Math.max(0, ...costs);
  }

  private priceAt(menu: Menu, moment: number): number {
    const inForce = this.prices.filter(({ at }) => at <= moment);
    const latest = Math.max(...inForce.map(({ at }) => at));
    return inForce.findLast(({ at }) => at === latest)?.prices[menu] ?? 0;
  }
}

/** What holds at every moment, whatever happened before. */
const check = async (expected: Readonly<Expected>, life: Life): Promise<void> => {
  const seen = await life.look();
  expect(seen.menu).toBe(expected.menu);
  expect(seen.quantity).toBe(expected.quantity);
  expect(seen.activated).toBe(expected.activated);
  expect(seen.quantity).toBeGreaterThanOrEqual(seen.activated);
  expect(seen.modules.length > 0).toBe(expected.menu !== undefined && expected.menu !== 'managed-anti-virus');
  const open = seen.orders.filter(({ state }) => state === 'accepted' || state === 'in-process');
  expect(open.map(({ ID }) => ID)).toEqual(seen.inProcess === undefined ? [] : [seen.inProcess]);
  expect(open).toHaveLength(expected.open ? 1 : 0);
  expect(seen.orders).toHaveLength(expected.accepted);
  const month = monthPeriod(monthOf(life.clock.now, ZONE), ZONE);
  expect(monthFee(seen.holdings, seen.versions, month).amount).toBe(expected.fee(month));
};

type Step = fc.AsyncCommand<Expected, Life>;

/** A command of a name that always may come. */
const step = (name: string, run: (expected: Expected, life: Life) => Promise<void>): Step => ({
  check: () => true,
  run: async (expected, life) => {
    await run(expected, life);
    await check(expected, life);
  },
  toString: () => name,
});

const order = (wish: Wish): Step =>
  step(`order ${JSON.stringify(wish)}`, async (expected, life) => {
    const refusal = expected.refusal(wish, life.clock.now);
    expect(await life.place(wish)).toBe(refusal);
    if (refusal !== undefined) return;
    expected.open = { wish, written: 0 };
    expected.accepted++;
  });

const work = (writes: number): Step =>
  step(`work, killed after ${writes} writes`, async (expected, life) => {
    await life.work(writes);
    for (let i = 0; i < writes; i++) expected.write(life.clock.now);
  });

const activate = step('activate', async (expected, life) => {
  const free = expected.menu !== undefined && expected.activated < expected.quantity;
  expect(await life.activate()).toBe(free);
  if (free) expected.activated++;
});

const deactivate = step('deactivate', async (expected, life) => {
  await life.deactivate();
  expected.activated = Math.max(0, expected.activated - 1);
});

const reprice = (prices: Prices): Step =>
  step(`prices ${JSON.stringify(prices)}`, async (expected, life) => {
    await life.setPrices(prices);
    expected.prices.push({ at: life.clock.now, prices });
  });

const suspend = (suspended: boolean): Step =>
  step(suspended ? 'suspend' : 'lift', async (expected, life) => {
    await life.suspend(suspended);
    expected.suspended = suspended;
  });

/** The clock goes on, or is set back a little; a month that ended more than an hour ago is closed. */
const wait = (ms: number): Step =>
  step(`wait ${ms}`, async (expected, life) => {
    life.clock.now += ms;
    const lastMonth = monthPeriod(monthOf(life.clock.now, ZONE), ZONE).from - 1;
    const name = monthOf(lastMonth, ZONE);
    if (life.clock.now - lastMonth < 2 * 3_600_000 || expected.closed.has(name)) return;
    expected.closed.set(name, expected.fee(monthPeriod(name, ZONE)));
  });

const quantity = fc.integer({ min: 1, max: 6 });
const menu = fc.constantFrom(...menus);
const price = fc.integer({ min: 0, max: 900 });

/** What tenants, hosts, workers, the operator and the clock may do, in any order. */
export const anyLife = (maxCommands: number): fc.Arbitrary<Iterable<Step>> =>
  fc.commands(
    [
      fc.record({ type: fc.constant('new' as const), menu, quantity }).map(order),
      fc.record({ type: fc.constant('menu-change' as const), menu, confirmed: fc.boolean() }).map(order),
      fc.record({ type: fc.constant('quantity-change' as const), quantity }).map(order),
      fc.constant({ type: 'cancellation' as const }).map(order),
      fc.integer({ min: 0, max: 3 }).map(work),
      fc.constant(9).map(work),
      fc.constant(9).map(work),
      fc.constant(activate),
      fc.constant(activate),
      fc.constant(deactivate),
      fc
        .record({
          'managed-anti-virus': price,
          'managed-virtual-patch': price,
          'managed-host-security-package': price,
        })
        .map(reprice),
      fc.boolean().map(suspend),
      fc.constant(false).map(suspend),
      fc.constant(false).map(suspend),
      fc.constant(9).map(work),
      fc.constant(9).map(work),
      fc
        .oneof(
          fc.integer({ min: -3_600_000, max: 3_600_000 }),
          fc.integer({ min: 1, max: 20 }).map((days) => days * DAY),
          fc.constantFrom(FORTNIGHT, FORTNIGHT - 1000, FORTNIGHT - 1, 31 * DAY),
        )
        .map(wait),
    ],
    { maxCommands, size: 'max' },
  );

/** Runs a life, then lets it come to rest: every accepted order has ended, and closed months cost what they cost. */
export const live = async (make: () => Promise<Life>, commands: Iterable<Step>): Promise<Expected> => {
  const life = await make();
  const expected = new Expected();
  await fc.asyncModelRun(() => ({ model: expected, real: life }), commands);
  for (let i = 0; i < 9; i++) expected.write(life.clock.now);
  await life.work(9);
  await check(expected, life);
  const seen = await life.look();
  expect(expected.ended).toBe(expected.accepted);
  expect(seen.orders.every(({ state }) => state === 'done' || state === 'undone')).toBe(true);
  for (const [name, amount] of expected.closed) {
    const { holdings, versions } = seen;
    expect(monthFee(holdings, versions, monthPeriod(name, ZONE)).amount).toBe(amount);
  }
  return expected;
};
