import { type Collection, collectionName, type Stored } from '../../schema/api/collection.ts';
import { listObjects, type ObjectItem, readObject } from '../../table/entities/object/object.ts';
import type { Store } from '../../table/store.ts';
import type { TenantCaller } from '../caller.ts';
import { type Builtin, builtinFrom } from './builtin.ts';
import { shown } from './members.ts';
import type { CollectionOptions } from './options.ts';

/** A collection with its options, and everything that is read of it. */
export interface Shelf<C extends Collection> {
  readonly store: Store;
  readonly collection: C;
  readonly options: CollectionOptions<C>;
  /** As in keys: `iplists`. */
  readonly place: string;
  /** Ids of a tenant's own items begin here. */
  readonly firstID: number;
  readonly nameMember: (keyof Stored<C> & string) | false;
  /** Members of built-in items that a tenant may set for itself. */
  readonly settable: readonly string[];
  readonly builtin: (tenant: string) => Promise<Builtin<Stored<C>>>;
  /** Built-in items, with what the tenant set of them, before its own. */
  readonly everything: (tenant: string) => Promise<readonly Stored<C>[]>;
  /** Of these, what a caller sees in lists. */
  readonly seen: (caller: TenantCaller) => Promise<readonly Stored<C>[]>;
  readonly read: (tenant: string, ID: number) => Promise<ObjectItem | undefined>;
  /** What a tenant set of a built-in item. */
  readonly readSet: (tenant: string, ID: number) => Promise<ObjectItem | undefined>;
  /** As answered. */
  readonly view: (item: Stored<C>) => Record<string, unknown> & { ID: number };
}

export const shelfOf = <C extends Collection>(
  store: Store,
  collection: C,
  options: CollectionOptions<C>,
): Shelf<C> => {
  const place = collectionName(collection);
  const builtin = builtinFrom(options.builtin ?? []);
  const fixed = Array.isArray(options.builtin) ? (options.builtin as readonly Stored<C>[]) : [];
  const settable = options.editable ? Object.keys(collection.body.shape) : (options.settable ?? []);
  const answered = Object.keys(collection.read.shape);
  const everything = async (tenant: string): Promise<readonly Stored<C>[]> => {
    const known = await builtin(tenant);
    return collection.readOnly ? known.list : joined(known, await listObjects(store, tenant, place));
  };
  const read = (tenant: string, ID: number) => readObject(store, tenant, place, ID);
  return {
    store,
    collection,
    options,
    place,
    firstID: options.firstID ?? Math.max(0, ...fixed.map(({ ID }) => ID)) + 1,
    nameMember: options.unique ?? ('name' as keyof Stored<C> & string),
    settable,
    builtin,
    everything,
    seen: async (caller) => {
      const items = await everything(caller.tenantID);
      return options.sees ? items.filter((item) => options.sees?.(item, caller)) : items;
    },
    read,
    readSet: async (tenant, ID) => (settable.length > 0 ? read(tenant, ID) : undefined),
    view: (item) => ({ ...shown(answered, options.view ? options.view(item) : item), ID: item.ID }),
  };
};

export const stored = <C extends Collection>(item: ObjectItem): Stored<C> =>
  ({ ...item.members, ID: item.ID }) as Stored<C>;

const joined = <C extends Collection>(
  builtin: Builtin<Stored<C>>,
  items: readonly ObjectItem[],
): readonly Stored<C>[] => {
  const set = new Map<number, ObjectItem['members']>();
  const own: Stored<C>[] = [];
  for (const item of items) {
    if (builtin.byID.has(item.ID)) set.set(item.ID, item.members);
    else own.push(stored(item));
  }
  const known =
    set.size === 0 ? builtin.list : builtin.list.map((item) => ({ ...item, ...set.get(item.ID) }));
  return [...known, ...own];
};
