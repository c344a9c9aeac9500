import { type Refusal, refuse } from '../../domain/outcome.ts';

/** The refusal that names who uses a thing, or nothing where nobody does. `names`: the caller may know them. */
export const inUse = (thing: string, users: readonly string[], names = true): Refusal | undefined => {
  if (users.length === 0) return undefined;
  const named = names ? users.slice(0, 3).join(', ') : 'what your role may not reach';
  const more = names && users.length > 3 ? ` and ${users.length - 3} more` : '';
  return refuse('invalid', `The ${thing} is in use by ${named}${more} and cannot be deleted.`, 'in-use');
};

export const busy = (thing: string) =>
  refuse('conflict', `The ${thing} is being changed by others. Try again.`, 'busy');

export const immutable = (thing: string) =>
  refuse('forbidden', `Not authorized to change this ${thing}: it is built in.`, 'immutable');

/** The refusal of a name that another has, in any case of letters; undefined where it is free. */
export const nameTaken = <T extends { readonly ID: number }>(
  thing: string,
  member: keyof T & string,
  item: T,
  all: readonly T[],
): Refusal | undefined => {
  const wanted = String(item[member] ?? '').toLowerCase();
  const twin = all.find(
    (other) => other.ID !== item.ID && String(other[member] ?? '').toLowerCase() === wanted,
  );
  return twin && taken(thing, member, String(twin[member]));
};

export const taken = (thing: string, member: string, name: string): Refusal =>
  refuse('invalid', `${member}: a ${thing} named "${name}" exists already.`, 'name-taken', { field: member });
