import type * as z from 'zod';
import { reachesAll } from '../domain/access/reach.ts';
import { accept, missing, type Outcome, type Refusal, refuse } from '../domain/outcome.ts';
import { MOST_ITEMS } from '../domain/search/filter.ts';
import { search } from '../domain/search/search.ts';
import {
  type Collection,
  collectionLines,
  collectionName,
  collectionRoutes,
  plural,
  type Stored,
} from '../schema/api/collection.ts';
import { absent, equals } from '../table/condition.ts';
import { nameWasTaken, nameWrites } from '../table/entities/access/name-lock.ts';
import { listObjects, newObject, type ObjectItem, readObject } from '../table/entities/object/object.ts';
import { type ObjectEvents, objectRecords } from '../table/entities/object/object-records.ts';
import { itemSize } from '../table/item-size.ts';
import { keys } from '../table/keys.ts';
import type { Store, Write } from '../table/store.ts';
import { type ApiDeps, type Handler, on } from './api.ts';
import { builtinFrom } from './builtin.ts';
import type { TenantCaller } from './caller.ts';
import { busy, immutable, inUse, nameTaken, taken } from './collection-refusals.ts';

/** What a check may look at beside the item itself. */
export interface Change<C extends Collection> {
  readonly caller: TenantCaller;
  /** Epoch ms. */
  readonly now: number;
  readonly store: Store;
  /** Absent when the item is being created. */
  readonly before?: Stored<C>;
  /** Every item there is, built-in ones first; read once, when first asked for. */
  readonly all: () => Promise<readonly Stored<C>[]>;
  /** Members of the body that were given, before they were merged. */
  readonly given: Readonly<Record<string, unknown>>;
}

export interface CollectionOptions<C extends Collection> {
  /** Part of every tenant, with ids of their own; they cannot be deleted. */
  readonly builtin?: readonly Stored<C>[] | ((tenant: string) => Promise<readonly Stored<C>[]>);
  /** A tenant may change a built-in item, for itself. */
  readonly editable?: true;
  /** Members of built-in items that a tenant may set for itself all the same; kept under the built-in id. */
  readonly settable?: readonly (keyof z.output<C['body']> & string)[];
  /** Ids of a tenant's own items begin here; default: after the last built-in one. */
  readonly firstID?: number;
  /** The member whose text no two items share, in any case; `false`: names may repeat. Default `name`. */
  readonly unique?: (keyof Stored<C> & string) | false;
  /** Where names may repeat, but not everywhere: the text that no two share. `check` refuses it with its reason. */
  readonly identity?: (item: Stored<C>) => string;
  /** Decides on what an item would become, and may fill in members that nobody writes. */
  readonly check?: (item: Stored<C>, change: Change<C>) => Outcome<Stored<C>> | Promise<Outcome<Stored<C>>>;
  /** Whether an item may be deleted; asked before `users`. */
  readonly checkRemove?: (
    item: Stored<C>,
    caller: TenantCaller,
  ) => Outcome<undefined> | Promise<Outcome<undefined>>;
  /** What uses an item, e.g. `firewall rule "Web"`: it cannot be deleted then (FW-11). */
  readonly users?: (tenant: string, item: Stored<C>) => Promise<readonly string[]>;
  /** Brings an item into the shape of `read` where the two differ. */
  readonly view?: (item: Stored<C>) => Readonly<Record<string, unknown>>;
  /** Most items of a tenant; default 5,000, what a list answers. */
  readonly most?: number;
  readonly events?: ObjectEvents;
  /** Whether a caller sees an item in lists and searches; by id, shared/http/reach.ts decides. */
  readonly sees?: (item: Stored<C>, caller: TenantCaller) => boolean;
}

/** DynamoDB takes 400 kB; what a text of a caller may take of it. */
const LARGEST_ITEM = 300_000;

/**
 * The six endpoints of a collection over items in `keys.object`: POST on an item is a partial update, 0 clears a
 * reference, names are unique, what is in use or built in stays (domain/api.md, Conventions).
 */
export const collectionHandlers = <C extends Collection>(
  { store }: Pick<ApiDeps, 'store'>,
  collection: C,
  options: CollectionOptions<C> = {},
): readonly Handler[] => {
  type Thing = Stored<C>;
  const routes = collectionRoutes(collection);
  const { thing, envelope } = collection;
  const place = collectionName(collection);
  const builtinOf = builtinFrom(options.builtin ?? []);
  const fixed = Array.isArray(options.builtin) ? (options.builtin as readonly Thing[]) : [];
  const firstID = options.firstID ?? Math.max(0, ...fixed.map(({ ID }) => ID)) + 1;
  const nameMember = options.unique ?? ('name' as keyof Thing & string);

  const stored = (item: ObjectItem): Thing => ({ ...item.members, ID: item.ID }) as Thing;
  const settable = options.editable ? Object.keys(collection.body.shape) : (options.settable ?? []);
  const everything = async (tenant: string): Promise<readonly Thing[]> => {
    const builtin = await builtinOf(tenant);
    if (collection.readOnly) return builtin.list;
    const items = await listObjects(store, tenant, place);
    const set = new Map(
      items.filter(({ ID }) => builtin.byID.has(ID)).map((item) => [item.ID, item.members]),
    );
    return [
      ...(set.size === 0 ? builtin.list : builtin.list.map((item) => ({ ...item, ...set.get(item.ID) }))),
      ...items.filter(({ ID }) => !builtin.byID.has(ID)).map(stored),
    ];
  };
  const seen = async (caller: TenantCaller): Promise<readonly Thing[]> => {
    const items = await everything(caller.tenantID);
    return options.sees ? items.filter((item) => options.sees?.(item, caller)) : items;
  };
  const view = (item: Thing): Record<string, unknown> & { ID: number } => ({
    ...shown(collection, options.view ? options.view(item) : item),
    ID: item.ID,
  });
  const findBuiltin = async (tenant: string, ID: number): Promise<Thing | undefined> =>
    (await builtinOf(tenant)).byID.get(ID);
  const readSet = async (tenant: string, own: Thing): Promise<ObjectItem | undefined> =>
    settable.length > 0 ? readObject(store, tenant, place, own.ID) : undefined;

  const decide = async (
    item: Thing,
    call: {
      readonly caller: TenantCaller;
      readonly now: number;
      readonly body: Readonly<Record<string, unknown>>;
    },
    before?: Thing,
  ): Promise<Outcome<Thing>> => {
    let loaded: Promise<readonly Thing[]> | undefined;
    const all = () => {
      loaded ??= everything(call.caller.tenantID);
      return loaded;
    };
    if (nameMember !== false && before?.[nameMember] !== item[nameMember]) {
      const taken = nameTaken(thing, nameMember, item, await all());
      if (taken) return taken;
    }
    const builtin = before ? 0 : (await builtinOf(call.caller.tenantID)).list.length;
    if (!before && (await all()).length - builtin >= (options.most ?? MOST_ITEMS)) {
      return refuse(
        'conflict',
        `A tenant keeps at most ${options.most ?? MOST_ITEMS} ${plural(thing)}.`,
        'too-many',
      );
    }
    const change = {
      caller: call.caller,
      now: call.now,
      store,
      all,
      given: call.body,
      ...(before && { before }),
    };
    const checked = options.check ? await options.check(item, change) : accept(item);
    if (!checked.ok) return checked;
    return itemSize(withoutAbsent(checked.value)) > LARGEST_ITEM
      ? refuse('too-large', `The ${thing} is larger than ${LARGEST_ITEM} bytes.`)
      : checked;
  };

  const nameOf = (item: Thing): string =>
    String(
      (nameMember !== false && item[nameMember]) || (item as { name?: string }).name || `${thing} ${item.ID}`,
    );

  const identityOf = (item: Thing | undefined): string | undefined =>
    item && (nameMember === false ? options.identity?.(item) : String(item[nameMember] ?? ''));

  /** The refusal, or nothing when all of it is written. `before`, `after`: the item, whose name they hold. */
  const write = async (
    guarded: Write,
    item: ObjectItem,
    { before, after }: { readonly before?: Thing; readonly after?: Thing },
    by: {
      readonly caller: TenantCaller;
      readonly now: number;
    },
  ): Promise<Refusal | undefined> => {
    const what = !before ? 'created' : after ? 'updated' : 'deleted';
    const names = nameWrites({
      tenant: item.tenant,
      collection: place,
      ID: item.ID,
      before: identityOf(before),
      after: identityOf(after),
    });
    const records = options.events
      ? objectRecords(
          item,
          what,
          { events: options.events, name: nameOf(stored(item)), before, after },
          by.now,
          by.caller.by,
        )
      : [];
    const writes = [guarded, ...names, ...records];
    const written = await store.transact(writes);
    if (written.ok) return undefined;
    return after && nameWasTaken(written, writes)
      ? taken(thing, nameMember || 'name', nameOf(after))
      : busy(thing);
  };

  /** Built-in members stay what they are; naming one with its own value is no attempt to change it. */
  const setBuiltin = async (
    own: Thing,
    call: {
      readonly caller: TenantCaller;
      readonly now: number;
      readonly body: Readonly<Record<string, unknown>>;
    },
  ): Promise<Outcome<Record<string, unknown>>> => {
    const may = new Set<string>(settable);
    if (may.size === 0) return immutable(thing);
    const { tenantID } = call.caller;
    const item = await readSet(tenantID, own);
    const before: Thing = { ...own, ...item?.members };
    const shownBefore = view(before);
    const fixed = Object.entries(call.body).find(
      ([member, value]) => !may.has(member) && !sameValue(value, shownBefore[member]),
    );
    if (fixed) {
      return refuse('invalid', `${fixed[0]}: this ${thing} is built in and keeps it.`, 'immutable', {
        field: fixed[0],
      });
    }
    const given = Object.fromEntries(Object.entries(call.body).filter(([member]) => may.has(member)));
    const after = { ...before, ...given } as Thing;
    const decided = await decide(after, { ...call, body: given }, before);
    if (!decided.ok) return decided;
    const members = cleared(collection, { ...item?.members, ...given });
    const next = item
      ? { ...item, revision: item.revision + 1, members }
      : newObject(tenantID, place, own.ID, members);
    const guard = item ? equals('revision', item.revision) : absent('pk');
    const refused = await write({ put: next, if: guard }, next, { before, after }, call);
    return refused ?? accept(view({ ...own, ...members }));
  };

  const handlers = [
    on(routes.list, async ({ caller }) =>
      accept({ [envelope]: (await seen(caller)).slice(0, MOST_ITEMS).map(view) }),
    ),

    on(routes.search, async ({ caller, body }) => {
      const found = search((await seen(caller)).map(view), body, collection.fields);
      return found.ok ? accept({ [envelope]: [...found.value] }) : found;
    }),

    on(routes.describe, async ({ caller, params }) => {
      const ID = Number(params[collection.param]);
      const own = await findBuiltin(caller.tenantID, ID);
      if (own) return accept(view({ ...own, ...(await readSet(caller.tenantID, own))?.members }));
      const item = await readObject(store, caller.tenantID, place, ID);
      return item ? accept(view(stored(item))) : missing(thing);
    }),

    on(routes.create, async ({ caller, body, now }) => {
      const wish = cleared(collection, body);
      const decided = await decide({ ...wish, ID: 0 } as Thing, { caller, now, body });
      if (!decided.ok) return decided;
      const ID = await store.nextID(keys.counter(caller.tenantID, place), firstID);
      const item = newObject(caller.tenantID, place, ID, membersOf(decided.value));
      const made = stored(item);
      const refused = await write({ put: item, if: absent('pk') }, item, { after: made }, { caller, now });
      return refused ?? accept(view(made));
    }),

    on(routes.modify, async ({ caller, params, body, now }) => {
      const ID = Number(params[collection.param]);
      const own = await findBuiltin(caller.tenantID, ID);
      if (own) return setBuiltin(own, { caller, now, body: withoutAbsent(body) });
      const item = await readObject(store, caller.tenantID, place, ID);
      if (!item) return missing(thing);
      const before = stored(item);
      const after = cleared(collection, { ...before, ...withoutAbsent(body) }) as Thing;
      const decided = await decide(after, { caller, now, body: withoutAbsent(body) }, before);
      if (!decided.ok) return decided;
      const next = {
        ...newObject(caller.tenantID, place, ID, membersOf(decided.value)),
        revision: item.revision + 1,
      };
      const unseen = equals('revision', item.revision);
      const saved = { before, after: stored(next) };
      const refused = await write({ put: next, if: unseen }, next, saved, { caller, now });
      return refused ?? accept(view(saved.after));
    }),

    on(routes.remove, async ({ caller, params, now }) => {
      const ID = Number(params[collection.param]);
      if (await findBuiltin(caller.tenantID, ID)) return immutable(thing);
      const item = await readObject(store, caller.tenantID, place, ID);
      if (!item) return missing(thing);
      const allowed = (await options.checkRemove?.(stored(item), caller)) ?? accept(undefined);
      if (!allowed.ok) return allowed;
      const used = inUse(
        thing,
        (await options.users?.(caller.tenantID, stored(item))) ?? [],
        reachesAll(caller.role),
      );
      if (used) return used;
      const guarded: Write = {
        remove: keys.object(caller.tenantID, place, ID),
        if: equals('revision', item.revision),
      };
      const gone = { before: stored(item) };
      return (await write(guarded, item, gone, { caller, now })) ?? accept(undefined);
    }),
  ];
  const lines = new Set(collectionLines(collection).map(({ id }) => id));
  return handlers.filter(({ route }) => lines.has(route.id));
};

const withoutAbsent = <T extends object>(members: T): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;

/** References that a caller set to 0 are gone. */
const cleared = (
  collection: Collection,
  members: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const gone = new Set<string>(collection.references ?? []);
  return Object.fromEntries(
    Object.entries(members).filter(
      ([name, value]) => value !== undefined && !(value === 0 && gone.has(name)),
    ),
  );
};

const membersOf = ({ ID: _, ...members }: { readonly ID: number }): Record<string, unknown> =>
  withoutAbsent(members);

const sameValue = (given: unknown, present: unknown): boolean =>
  given === present ||
  JSON.stringify(given) === JSON.stringify(present) ||
  (given === '' && present === undefined);

/** Only what the resource answers; secrets and other inner members stay inside. */
const shown = (collection: Collection, item: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(collection.read.shape).flatMap((name) =>
      item[name] === undefined || item[name] === null ? [] : [[name, item[name]]],
    ),
  );
