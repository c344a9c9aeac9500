import * as z from 'zod';
import type { Whole } from '../../domain/access/reach.ts';
import type { Right } from '../../domain/access/rights.ts';
import type { Fields } from '../../domain/search/filter.ts';
import { type HttpFunction, type Route, route } from '../routes/route.ts';
import { changeOf, pathID } from './common.ts';
import { searchFilter } from './search.ts';

/** Who may do what with a resource; an absent right means that any role may (domain/api.md, Rights tree). */
export interface CollectionRights {
  readonly view?: Right;
  readonly create?: Right;
  readonly edit?: Right;
  readonly remove?: Right;
  /** Changes concern all of these: a role that reaches only some may not make them. */
  readonly whole?: { readonly of: Whole; readonly by: readonly ('create' | 'edit' | 'remove')[] };
}

/** A resource with the six endpoints that most resources of the management API have. */
export interface Collection<
  B extends z.ZodObject = z.ZodObject,
  R extends z.ZodObject = z.ZodObject,
  E extends string = string,
> {
  /** e.g. `/api/iplists`; its last segment names where the items are stored. */
  readonly path: string;
  /** The member that holds the array in lists, `ipLists`. */
  readonly envelope: E;
  /** The id's name in paths, `ipListID`. */
  readonly param: string;
  /** In messages: `IP list`. */
  readonly thing: string;
  readonly function: HttpFunction;
  /** Of a creation, with the defaults that a manager fills in; a change may leave out every member. */
  readonly body: B;
  /** An item as answered; stored members that are not in it stay inside. */
  readonly read: R;
  /** What a search may name beside `ID`. */
  readonly fields: Fields;
  readonly rights: CollectionRights;
  /** Members that refer to something and that 0 clears. */
  readonly references?: readonly (keyof z.output<B> & string)[];
  /** Only listed, searched and described. */
  readonly readOnly?: true;
  /** Operation names where they do not follow from `param` and `envelope`. */
  readonly operation?: { readonly one: string; readonly many: string };
}

/** Keeps the exact types of a collection's schemas; adds nothing at run time. */
export const defineCollection = <B extends z.ZodObject, R extends z.ZodObject, E extends string>(
  collection: Collection<B, R, E>,
): Collection<B, R, E> => collection;

/** What every item of a collection has inside: the members of its body, and its id. */
export type Stored<C extends Collection> = z.output<C['body']> & { readonly ID: number };

const may = ({ whole, ...rights }: CollectionRights, what: 'view' | 'create' | 'edit' | 'remove') => {
  const right = rights[what];
  return {
    who: 'tenant',
    ...(right && { right }),
    ...(what !== 'view' && whole?.by.includes(what) && { whole: whole.of }),
  } as const;
};

const upperFirst = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** The six lines of the route table for a collection, with the operation names of the published SDKs. */
export const collectionRoutes = (c: Collection) => {
  const one = c.operation?.one ?? upperFirst(c.param.replace(/ID$/, ''));
  const many = c.operation?.many ?? upperFirst(c.envelope);
  const item = `${c.path}/{${c.param}}`;
  const params = z.object({ [c.param]: pathID });
  const envelope = z.object({ [c.envelope]: z.array(c.read) });
  const line = <const L extends Omit<Route, 'function'>>(l: L) => route({ ...l, function: c.function });
  return {
    list: line({
      id: `list${many}`,
      method: 'GET',
      path: c.path,
      allow: may(c.rights, 'view'),
      summary: `List ${plural(c.thing)}`,
      reply: envelope,
    }),
    create: line({
      id: `create${one}`,
      method: 'POST',
      path: c.path,
      allow: may(c.rights, 'create'),
      summary: `Create ${article(c.thing)}`,
      body: c.body,
      reply: c.read,
    }),
    search: line({
      id: `search${many}`,
      method: 'POST',
      path: `${c.path}/search`,
      allow: may(c.rights, 'view'),
      summary: `Search ${plural(c.thing)}`,
      body: searchFilter,
      reply: envelope,
    }),
    describe: line({
      id: `describe${one}`,
      method: 'GET',
      path: item,
      allow: may(c.rights, 'view'),
      summary: `Describe ${article(c.thing)}`,
      params,
      reply: c.read,
    }),
    modify: line({
      id: `modify${one}`,
      method: 'POST',
      path: item,
      allow: may(c.rights, 'edit'),
      summary: `Change the given members of ${article(c.thing)}`,
      params,
      body: changeOf(c.body),
      reply: c.read,
    }),
    remove: line({
      id: `delete${one}`,
      method: 'DELETE',
      path: item,
      allow: may(c.rights, 'remove'),
      summary: `Delete ${article(c.thing)} that nothing uses`,
      params,
    }),
  } as const;
};

/** The lines that a collection puts into the route table. */
export const collectionLines = (c: Collection): readonly Route[] => {
  const { list, search, describe, ...changing } = collectionRoutes(c);
  return c.readOnly ? [list, search, describe] : [list, search, describe, ...Object.values(changing)];
};
/** Where a collection's items are stored: the last segment of its path. */
export const collectionName = (collection: Pick<Collection, 'path'>): string =>
  collection.path.slice(collection.path.lastIndexOf('/') + 1);

const article = (thing: string): string => `${/^[aeiou]/i.test(thing) ? 'an' : 'a'} ${thing}`;

/** `policy` → `policies`, `IP list` → `IP lists`. */
export const plural = (thing: string): string =>
  /y$/.test(thing) ? `${thing.slice(0, -1)}ies` : `${thing}s`;
