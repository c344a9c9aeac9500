import { createHash } from 'node:crypto';
import * as z from 'zod';
import { absent, any, equals } from '../../condition.ts';
import { type Key, keys } from '../../keys.ts';
import type { Item, Store, Transacted, Write } from '../../store.ts';

/** What holds a name, or is to hold it: `collection` as in its path, and its name before and after a change. */
export interface Naming {
  readonly tenant: string;
  readonly collection: string;
  readonly ID: number;
  /** Absent where it is new. */
  readonly before?: string | undefined;
  /** Absent where it goes. */
  readonly after?: string | undefined;
}

/**
 * A name that no two of a collection share is an item of its own, held by who has it: of two transactions that take
 * it at once, one fails. Nothing is written where the name stays. A thing from before there were locks has none:
 * giving up what is not there is no failure.
 */
export const nameWrites = ({ tenant, collection, ID, before, after }: Naming): Write[] => {
  const [old, next] = [before, after].map((name) => (name ? keyOf(tenant, collection, name) : undefined));
  if (old?.sk === next?.sk) return [];
  const free = any(absent('pk'), equals('owner', ID));
  const writes: Write[] = [];
  if (next) writes.push({ put: heldBy(next, ID), if: free });
  if (old) writes.push({ remove: old, if: free });
  return writes;
};

interface NameItem extends Item {
  readonly kind: 'name';
  readonly owner: number;
}
const heldBy = (key: Key, owner: number): NameItem => ({ ...key, kind: 'name', owner });

const nameItem = z.object({ owner: z.number() });

/**
 * The same for names that agents give and change as well, and that only people's creations are refused for: whoever
 * has it does not give it up, but it is taken over from one that `has` it no more. Undefined: it is taken.
 */
export const claimName = async (
  store: Store,
  { tenant, collection, ID, name }: Omit<Naming, 'before' | 'after'> & { readonly name: string },
  has: (owner: number) => Promise<boolean>,
): Promise<Write | undefined> => {
  const key = keyOf(tenant, collection, name);
  const held = await store.get(key, nameItem);
  if (held && (await has(held.owner))) return undefined;
  return { put: heldBy(key, ID), if: held ? equals('owner', held.owner) : absent('pk') };
};

/** Whether a transaction failed because another holds the name; `writes` as they were handed to it. */
export const nameWasTaken = (written: Transacted, writes: readonly Write[]): boolean =>
  !written.ok && writes.some((write, i) => written.failed[i] && 'put' in write && write.put.kind === 'name');

/** Names differ by more than case; a digest, since a sort key holds 1,024 bytes and a name up to 254 characters. */
const keyOf = (tenant: string, collection: string, name: string): Key =>
  keys.name(tenant, collection, createHash('sha256').update(name.toLowerCase()).digest('hex'));
