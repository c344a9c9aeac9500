import { reachesAll } from '../../domain/access/reach.ts';
import { accept, missing } from '../../domain/outcome.ts';
import { MOST_ITEMS } from '../../domain/search/filter.ts';
import { search } from '../../domain/search/search.ts';
import {
  type Collection,
  collectionLines,
  collectionRoutes,
  type Stored,
} from '../../schema/api/collection.ts';
import { newObject } from '../../table/entities/object/object.ts';
import { keys } from '../../table/keys.ts';
import { type ApiDeps, type Handler, on } from '../api.ts';
import { decide } from './decide.ts';
import { cleared, membersOf, withoutAbsent } from './members.ts';
import type { CollectionOptions } from './options.ts';
import { immutable, inUse } from './refusals.ts';
import { erase, save } from './save.ts';
import { setBuiltin } from './set-builtin.ts';
import { type Shelf, shelfOf, stored } from './shelf.ts';

/**
 * The six endpoints of a collection over items in `keys.object`: POST on an item is a partial update, 0 clears a
 * reference, names are unique, what is in use or built in stays (domain/api.md, Conventions).
 */
export const collectionHandlers = <C extends Collection>(
  { store }: Pick<ApiDeps, 'store'>,
  collection: C,
  options: CollectionOptions<C> = {},
): readonly Handler[] => {
  const shelf = shelfOf(store, collection, options);
  const lines = new Set(collectionLines(collection).map(({ id }) => id));
  return [...readers(shelf), create(shelf), modify(shelf), remove(shelf)].filter(({ route }) =>
    lines.has(route.id),
  );
};

const readers = <C extends Collection>(shelf: Shelf<C>): readonly Handler[] => {
  const { collection, seen, view } = shelf;
  const { envelope, thing } = collection;
  const routes = collectionRoutes(collection);
  return [
    on(routes.list, async ({ caller }) =>
      accept({ [envelope]: (await seen(caller)).slice(0, MOST_ITEMS).map(view) }),
    ),

    on(routes.search, async ({ caller, body }) => {
      const found = search((await seen(caller)).map(view), body, collection.fields);
      return found.ok ? accept({ [envelope]: [...found.value] }) : found;
    }),

    on(routes.describe, async ({ caller: { tenantID }, params }) => {
      const ID = Number(params[collection.param]);
      const own = (await shelf.builtin(tenantID)).byID.get(ID);
      if (own) return accept(view({ ...own, ...(await shelf.readSet(tenantID, ID))?.members }));
      const item = await shelf.read(tenantID, ID);
      return item ? accept(view(stored(item))) : missing(thing);
    }),
  ];
};

const create = <C extends Collection>(shelf: Shelf<C>): Handler =>
  on(collectionRoutes(shelf.collection).create, async ({ caller, body, now }) => {
    const { collection, firstID, place, store, view } = shelf;
    const asked = { caller, now, body };
    const decided = await decide(shelf, { ...cleared(collection, body), ID: 0 } as Stored<C>, asked);
    if (!decided.ok) return decided;
    const ID = await store.nextID(keys.counter(caller.tenantID, place), firstID);
    const item = newObject(caller.tenantID, place, ID, membersOf(decided.value));
    const made = stored<C>(item);
    return (await save(shelf, item, { after: made }, asked)) ?? accept(view(made));
  });

const modify = <C extends Collection>(shelf: Shelf<C>): Handler =>
  on(collectionRoutes(shelf.collection).modify, async ({ caller, params, body, now }) => {
    const { collection, place } = shelf;
    const { tenantID } = caller;
    const ID = Number(params[collection.param]);
    const asked = { caller, now, body: withoutAbsent(body) };
    const own = (await shelf.builtin(tenantID)).byID.get(ID);
    if (own) return setBuiltin(shelf, own, asked);
    const item = await shelf.read(tenantID, ID);
    if (!item) return missing(collection.thing);
    const before = stored<C>(item);
    const after = cleared(collection, { ...before, ...asked.body }) as Stored<C>;
    const decided = await decide(shelf, after, asked, before);
    if (!decided.ok) return decided;
    const members = membersOf(decided.value);
    const next = { ...newObject(tenantID, place, ID, members), revision: item.revision + 1 };
    const saved = { before, after: stored<C>(next) };
    return (await save(shelf, next, saved, asked)) ?? accept(shelf.view(saved.after));
  });

const remove = <C extends Collection>(shelf: Shelf<C>): Handler =>
  on(collectionRoutes(shelf.collection).remove, async ({ caller, params, now }) => {
    const { collection, options } = shelf;
    const { tenantID } = caller;
    const ID = Number(params[collection.param]);
    if ((await shelf.builtin(tenantID)).byID.has(ID)) return immutable(collection.thing);
    const item = await shelf.read(tenantID, ID);
    if (!item) return missing(collection.thing);
    const allowed = (await options.checkRemove?.(stored(item), caller)) ?? accept(undefined);
    if (!allowed.ok) return allowed;
    const users = (await options.users?.(tenantID, stored(item))) ?? [];
    const used = inUse(collection.thing, users, reachesAll(caller.role));
    return used ?? (await erase(shelf, item, { caller, now })) ?? accept(undefined);
  });
