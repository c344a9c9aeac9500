import type { Refusal } from '../../domain/outcome.ts';
import type { Collection, Stored } from '../../schema/api/collection.ts';
import { absent, equals } from '../../table/condition.ts';
import { nameWasTaken, nameWrites } from '../../table/entities/access/name-lock.ts';
import { type ObjectItem, putObject } from '../../table/entities/object/object.ts';
import { objectRecords } from '../../table/entities/object/object-records.ts';
import { keys } from '../../table/keys.ts';
import type { Write } from '../../table/store.ts';
import type { Asked } from './decide.ts';
import { busy, taken } from './refusals.ts';
import { type Shelf, stored } from './shelf.ts';

/** The item before and after, whole; what is missing was not there, or is to be there no more. */
export interface Saved<C extends Collection> {
  readonly before?: Stored<C>;
  readonly after?: Stored<C>;
}

/** Writes a new item, or a changed one over the revision before it, with its name and its records. Answers a refusal only. */
export const save = <C extends Collection>(
  shelf: Shelf<C>,
  item: ObjectItem,
  things: Saved<C>,
  by: Pick<Asked, 'caller' | 'now'>,
): Promise<Refusal | undefined> => {
  const guard = item.revision === 1 ? absent('pk') : equals('revision', item.revision - 1);
  return write(shelf, { put: putObject(item), if: guard }, item, things, by);
};

export const erase = <C extends Collection>(
  shelf: Shelf<C>,
  item: ObjectItem,
  by: Pick<Asked, 'caller' | 'now'>,
): Promise<Refusal | undefined> => {
  const key = keys.object(item.tenant, shelf.place, item.ID);
  const guarded = { remove: key, if: equals('revision', item.revision) };
  return write(shelf, guarded, item, { before: stored(item) }, by);
};

const write = async <C extends Collection>(
  shelf: Shelf<C>,
  guarded: Write,
  item: ObjectItem,
  { before, after }: Saved<C>,
  { caller, now }: Pick<Asked, 'caller' | 'now'>,
): Promise<Refusal | undefined> => {
  const { collection, nameMember, options, place, store } = shelf;
  const what = !before ? 'created' : after ? 'updated' : 'deleted';
  const names = nameWrites({
    tenant: item.tenant,
    collection: place,
    ID: item.ID,
    before: identityOf(shelf, before),
    after: identityOf(shelf, after),
  });
  const { events } = options;
  const change = events && { events, name: nameOf(shelf, stored(item)), before, after };
  const records = change ? objectRecords(item, what, change, now, caller.by) : [];
  const writes = [guarded, ...names, ...records];
  const written = await store.transact(writes);
  if (written.ok) return undefined;
  return after && nameWasTaken(written, writes)
    ? taken(collection.thing, nameMember || 'name', nameOf(shelf, after))
    : busy(collection.thing);
};

const nameOf = <C extends Collection>({ nameMember, collection }: Shelf<C>, item: Stored<C>): string =>
  String(
    (nameMember !== false && item[nameMember]) ||
      (item as { name?: string }).name ||
      `${collection.thing} ${item.ID}`,
  );

const identityOf = <C extends Collection>(
  { nameMember, options }: Shelf<C>,
  item: Stored<C> | undefined,
): string | undefined =>
  item && (nameMember === false ? options.identity?.(item) : String(item[nameMember] ?? ''));
