import type { Collection } from '../../schema/api/collection.ts';

type Members = Readonly<Record<string, unknown>>;

export const withoutAbsent = <T extends object>(members: T): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;

/** References that a caller set to 0 are gone. */
export const cleared = (collection: Collection, members: Members): Record<string, unknown> => {
  const gone = new Set<string>(collection.references ?? []);
  return Object.fromEntries(
    Object.entries(members).filter(
      ([name, value]) => value !== undefined && !(value === 0 && gone.has(name)),
    ),
  );
};

export const membersOf = ({ ID: _, ...members }: { readonly ID: number }): Record<string, unknown> =>
  withoutAbsent(members);

export const sameValue = (given: unknown, present: unknown): boolean =>
  given === present ||
  JSON.stringify(given) === JSON.stringify(present) ||
  (given === '' && present === undefined);

/** Only what the resource answers; secrets and other inner members stay inside. A list does it thousands of times. */
export const shown = (names: readonly string[], item: Members): Record<string, unknown> => {
  const answer: Record<string, unknown> = {};
  for (const name of names) {
    const value = item[name];
    if (value !== undefined && value !== null) answer[name] = value;
  }
  return answer;
};
