import type { Store } from '../../store.ts';
import { listComputers, readComputer } from './computer.ts';
import { BLOCK_SIZE, type ComputerRow, readBlocks, rowOf, unpackRows } from './computer-block.ts';
import { listComputerChanges } from './computer-change.ts';

/** More changes than this waiting to be folded in: reading every item is cheaper than reading them one by one. */
const MOST_WAITING = 200;

export interface RowPage {
  /** Only ids above this one. */
  readonly after?: number;
  /** Stop when this many are found. */
  readonly atMost?: number;
}

/**
 * The computers of a tenant by id, from their packed copies; those that changed since are read themselves, so that
 * whoever changed one sees it. With a page, only what the page needs is read.
 */
export const listComputerRows = async (
  store: Store,
  tenant: string,
  { after = 0, atMost = Number.POSITIVE_INFINITY }: RowPage = {},
): Promise<readonly ComputerRow[]> => {
  // Marks before blocks: a mark is taken away only after its block was written.
  const waiting = await listComputerChanges(store, tenant);
  if (waiting.length > MOST_WAITING)
    return page((await listComputers(store, tenant)).map(rowOf), after, atMost);
  const fresh = await Promise.all(waiting.map(({ ID }) => readComputer(store, tenant, ID)));
  const stale = new Set(waiting.map(({ ID }) => ID));
  const copies = (await readCopies(store, tenant, after, atMost + waiting.length)).filter(
    ({ ID }) => !stale.has(ID),
  );
  const items = fresh.filter((item) => item !== undefined).map(rowOf);
  return page(
    [...copies, ...items].sort((a, b) => a.ID - b.ID),
    after,
    atMost,
  );
};

const page = (rows: readonly ComputerRow[], after: number, atMost: number): readonly ComputerRow[] =>
  rows.filter(({ ID }) => ID > after).slice(0, atMost);

const readCopies = async (
  store: Store,
  tenant: string,
  after: number,
  enough: number,
): Promise<ComputerRow[]> => {
  const rows: ComputerRow[] = [];
  let from = after + 1;
  for (;;) {
    const limit = Number.isFinite(enough) ? Math.ceil((enough - rows.length) / BLOCK_SIZE) + 1 : undefined;
    const { items, next } = await readBlocks(store, tenant, from, limit);
    for (const { packed } of items) rows.push(...unpackRows(packed).filter(({ ID }) => ID > after));
    if (next === undefined || rows.length >= enough) return rows;
    from = (Number(next.slice(next.indexOf('#') + 1)) + 1) * BLOCK_SIZE;
  }
};
