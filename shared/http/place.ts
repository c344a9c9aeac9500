import { accept, type Outcome, refuse } from '../domain/outcome.ts';

/**
 * Where a list goes on: a sort key inside the list's own partition, so that a forged one reaches nothing else.
 * `shape`: what such a key looks like.
 */
export const readPlace = (cursor: string | undefined, shape: RegExp): Outcome<string | undefined> => {
  if (cursor === undefined) return accept(undefined);
  const place = Buffer.from(cursor, 'base64url').toString();
  return shape.test(place)
    ? accept(place)
    : refuse('invalid', 'cursor: send what the last answer gave in next.', 'invalid', { field: 'cursor' });
};

export const writePlace = (sk: string): string => Buffer.from(sk).toString('base64url');

/** The member of an answer that says where to go on, where there is more. */
export const nextOf = (sk: string | undefined): { readonly next?: string } =>
  sk === undefined ? {} : { next: writePlace(sk) };
