import { canonicalJson } from '../policy/canonical.ts';

export type Members = Readonly<Record<string, unknown>>;

/** What a trail entry says of a thing: how it was, and how it is. Absent: it was not there. */
export interface Changes {
  readonly before?: Members;
  readonly after?: Members;
}

/** Longest value that is kept as it is, in characters of its JSON; a longer one is cut and becomes text. */
const LONGEST = 600;
const MOST_MEMBERS = 40;

/** Bookkeeping of the table, which says nothing to people. */
const INNER = new Set(['pk', 'sk', 'kind', 'tenant', 'revision', 'expiresAt', 'modified']);
/** Members that may hold a secret, sealed or hashed as it may be, whatever the thing is called. */
const SECRET = /secret|sealed|password$|hash$/i;

/**
 * The members in which a thing's states differ; of a new or deleted thing all of them. Secrets are left out and long
 * values cut, so that an entry stays small and may be shown to whoever may read the trail (EVT-7).
 */
export const changesBetween = (before: Members | undefined, after: Members | undefined): Changes => {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .filter((name) => !INNER.has(name) && !SECRET.test(name))
    .filter((name) => !before || !after || canonical(before[name]) !== canonical(after[name]))
    .slice(0, MOST_MEMBERS);
  return {
    ...(before && { before: pick(before, names) }),
    ...(after && { after: pick(after, names) }),
  };
};

const canonical = (value: unknown): string => (value === undefined ? '' : canonicalJson(value));

const pick = (members: Members, names: readonly string[]): Members =>
  Object.fromEntries(
    names.filter((name) => members[name] !== undefined).map((name) => [name, kept(members[name])]),
  );

const kept = (value: unknown): unknown => {
  const text = JSON.stringify(value, (name, member: unknown) => (SECRET.test(name) ? undefined : member));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : JSON.parse(text);
};
