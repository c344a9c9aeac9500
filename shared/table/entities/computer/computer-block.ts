import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import * as z from 'zod';
import { absent, equals } from '../../condition.ts';
import { keys, partitions } from '../../keys.ts';
import { Contention, type Page, type Store } from '../../store.ts';
import { type ComputerItem, readComputer } from './computer.ts';
import type { ComputerChangeItem } from './computer-change.ts';

/** Computers of one block: few enough that a change rewrites a few kilobytes, enough to pack well. */
export const BLOCK_SIZE = 64;
/** Far above what a block of the longest members takes; keeps a broken item from filling the memory. */
const MAX_UNPACKED = 4 * 1024 * 1024;
const ATTEMPTS = 10;

/** What lists show of a computer: its item without its key. */
export type ComputerRow = Omit<ComputerItem, 'pk' | 'sk' | 'kind'>;

/** Copies of computers with neighbouring ids, packed: a list of thousands reads tens of items (docs/decisions.md). */
const computerBlockItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('computer-block'),
  tenant: z.string(),
  revision: z.number(),
  packed: z.instanceof(Uint8Array),
});
export type ComputerBlockItem = z.infer<typeof computerBlockItem>;

export const blockOf = (computerID: number): number => Math.floor(computerID / BLOCK_SIZE);

export const packRows = (rows: readonly ComputerRow[]): Buffer<ArrayBuffer> =>
  zstdCompressSync(JSON.stringify(rows), { params: { [constants.ZSTD_c_compressionLevel]: 12 } });

/** Only the service writes blocks, from items that were parsed when they were read. */
export const unpackRows = (packed: Uint8Array): ComputerRow[] =>
  JSON.parse(zstdDecompressSync(packed, { maxOutputLength: MAX_UNPACKED }).toString()) as ComputerRow[];

export const rowOf = ({ pk: _pk, sk: _sk, kind: _kind, ...row }: ComputerItem): ComputerRow => row;

/** Blocks from the one that holds `from` on, in the order of ids. Consistent: what was folded in is seen. */
export const readBlocks = (
  store: Store,
  tenant: string,
  from: number,
  limit?: number,
): Promise<Page<ComputerBlockItem>> =>
  store.query(partitions.computerBlocks(tenant), computerBlockItem, {
    between: [keys.computerBlock(tenant, blockOf(from)).sk, keys.computerBlock(tenant, 999_999_999_999).sk],
    consistent: true,
    ...(limit !== undefined && { limit }),
  });

/**
 * Brings the copy of one computer up to its item, and takes the mark of that change away. Another change that comes
 * meanwhile has a mark of its own.
 */
export const foldComputer = async (store: Store, change: ComputerChangeItem): Promise<void> => {
  const { tenant, ID, stamp } = change;
  const key = keys.computerBlock(tenant, blockOf(ID));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const [item, block] = await Promise.all([
      readComputer(store, tenant, ID),
      store.get(key, computerBlockItem),
    ]);
    const others = (block ? unpackRows(block.packed) : []).filter((row) => row.ID !== ID);
    const rows = item ? [...others, rowOf(item)].sort((a, b) => a.ID - b.ID) : others;
    const next: ComputerBlockItem = {
      ...key,
      kind: 'computer-block',
      tenant,
      revision: (block?.revision ?? 0) + 1,
      packed: packRows(rows),
    };
    const written = await store.put(next, block ? equals('revision', block.revision) : absent('pk'));
    if (!written.ok) continue;
    await store.remove(keys.computerChange(tenant, ID), equals('stamp', stamp));
    return;
  }
  throw new Contention(new Error(`block of computer ${ID}`));
};
