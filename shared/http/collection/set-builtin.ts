import { accept, type Outcome, type Refusal, refuse } from '../../domain/outcome.ts';
import type { Collection, Stored } from '../../schema/api/collection.ts';
import { newObject } from '../../table/entities/object/object.ts';
import { type Asked, decide } from './decide.ts';
import { cleared, sameValue } from './members.ts';
import { immutable } from './refusals.ts';
import { save } from './save.ts';
import type { Shelf } from './shelf.ts';

/** What a tenant sets of a built-in item is kept under its id; the other members stay what they are. */
export const setBuiltin = async <C extends Collection>(
  shelf: Shelf<C>,
  own: Stored<C>,
  asked: Asked,
): Promise<Outcome<Record<string, unknown>>> => {
  const { tenantID } = asked.caller;
  const item = await shelf.readSet(tenantID, own.ID);
  const before: Stored<C> = { ...own, ...item?.members };
  const refused = fixedMember(shelf, before, asked.body);
  if (refused) return refused;
  const may = new Set(shelf.settable);
  const given = Object.fromEntries(Object.entries(asked.body).filter(([member]) => may.has(member)));
  const after = { ...before, ...given } as Stored<C>;
  const decided = await decide(shelf, after, { ...asked, body: given }, before);
  if (!decided.ok) return decided;
  const members = cleared(shelf.collection, { ...item?.members, ...given });
  const next = item
    ? { ...item, revision: item.revision + 1, members }
    : newObject(tenantID, shelf.place, own.ID, members);
  const unwritten = await save(shelf, next, { before, after }, asked);
  return unwritten ?? accept(shelf.view({ ...own, ...members }));
};

/** Naming a member with its own value is no attempt to change it. */
const fixedMember = <C extends Collection>(
  { collection, settable, view }: Shelf<C>,
  before: Stored<C>,
  body: Asked['body'],
): Refusal | undefined => {
  const { thing } = collection;
  if (settable.length === 0) return immutable(thing);
  const present = view(before);
  const [field] =
    Object.entries(body).find(
      ([member, value]) => !settable.includes(member) && !sameValue(value, present[member]),
    ) ?? [];
  return field === undefined
    ? undefined
    : refuse('invalid', `${field}: this ${thing} is built in and keeps it.`, 'immutable', { field });
};
