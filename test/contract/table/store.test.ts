import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { absent, belowMember, equals } from '../../../shared/table/condition.ts';
import { startTable, type TestTable } from '../../support/table.ts';

const thing = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.string(),
  n: z.number(),
  most: z.number().optional(),
});
const key = (sk: string) => ({ pk: 'tenant-a', sk });
const item = (sk: string, n: number, more: object = {}) => ({ ...key(sk), kind: 'thing', n, ...more });

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

describe('store', () => {
  it('puts, gets, and answers a refused condition with what stood there', async () => {
    const { store } = table;
    expect(await store.put(item('one', 1), absent('pk'))).toEqual({ ok: true, item: undefined });
    expect(await store.get(key('one'), thing)).toEqual(item('one', 1));
    const again = await store.put(item('one', 2), absent('pk'));
    expect(again).toEqual({ ok: false, found: item('one', 1) });
    expect((await store.get(key('one'), thing))?.n).toBe(1);
  });

  it('does not read what has passed its end of life, though TTL has not deleted it yet', async () => {
    const at = (seconds: number) => table.storeAt(() => seconds * 1000);
    await table.store.put(item('short', 1, { expiresAt: 1000 }));
    expect(await at(999).get(key('short'), thing)).toBeDefined();
    expect(await at(1000).get(key('short'), thing)).toBeUndefined();
    expect((await at(1000).query('tenant-a', thing, { prefix: 'short' })).items).toEqual([]);
    expect((await at(999).query('tenant-a', thing, { prefix: 'short' })).items).toHaveLength(1);
  });

  it('updates under a condition and answers the new item', async () => {
    await table.store.put(item('seats', 0, { most: 2 }));
    const take = () => table.store.update(key('seats'), { add: { n: 1 } }, thing, belowMember('n', 'most'));
    expect(await take()).toMatchObject({ ok: true, item: { n: 1 } });
    expect(await take()).toMatchObject({ ok: true, item: { n: 2 } });
    expect(await take()).toMatchObject({ ok: false, found: { n: 2 } });
  });

  it('takes exactly as many seats as there are, by transactions that run into each other', async () => {
    await table.store.put(item('hall', 0, { most: 10 }));
    const take = (i: number) =>
      table.store.transact([
        { update: key('hall'), change: { add: { n: 1 } }, if: belowMember('n', 'most') },
        { put: item(`guest#${i}`, i), if: absent('pk') },
      ]);
    const taken = await Promise.all(Array.from({ length: 40 }, (_, i) => take(i)));
    expect(taken.filter((t) => t.ok)).toHaveLength(10);
    expect(taken.find((t) => !t.ok)).toMatchObject({ failed: [true, false] });
    expect((await table.store.get(key('hall'), thing))?.n).toBe(10);
    expect(await table.store.queryAll('tenant-a', thing, { prefix: 'guest#' })).toHaveLength(10);
  });

  it('pages in either direction', async () => {
    for (let i = 0; i < 5; i++) await table.store.put(item(`page#${i}`, i));
    const first = await table.store.query('tenant-a', thing, { prefix: 'page#', limit: 2, descending: true });
    expect(first.items.map((i) => i.n)).toEqual([4, 3]);
    const second = await table.store.query('tenant-a', thing, {
      prefix: 'page#',
      limit: 2,
      descending: true,
      ...(first.next && { after: first.next }),
    });
    expect(second.items.map((i) => i.n)).toEqual([2, 1]);
  });

  it('counts ids from where the counter starts, never one twice', async () => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, () => table.store.nextID(key('counter#rule'), 10_000_001)),
    );
    expect(new Set(ids).size).toBe(20);
    expect(Math.min(...ids)).toBe(10_000_001);
    expect(Math.max(...ids)).toBe(10_000_020);
  });

  it('guards removal', async () => {
    await table.store.put(item('gone', 7));
    expect(await table.store.remove(key('gone'), equals('n', 8))).toMatchObject({
      ok: false,
      found: { n: 7 },
    });
    expect(await table.store.remove(key('gone'), equals('n', 7))).toMatchObject({ ok: true });
    expect(await table.store.get(key('gone'), thing)).toBeUndefined();
  });
});
