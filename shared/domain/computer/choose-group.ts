import { accept, type Outcome, refuse } from '../outcome.ts';
import { MOST_ITEMS } from '../search/filter.ts';
import { DEEPEST, type Group } from './group-tree.ts';

/** The group of a computer that activates itself; levels that do not exist yet are made with it. */
export interface GroupChoice {
  /** The deepest that exists; 0: none. */
  readonly groupID: number;
  /** Names of the levels to make below it, from the top. */
  readonly missing: readonly string[];
}

export interface GroupWish {
  readonly wanted: {
    readonly groupID?: number | undefined;
    /** A path, `Tokyo/Web` (behaviour.md section 7: created if missing). */
    readonly group?: string | undefined;
  };
  readonly token: { readonly groupID?: number | undefined; readonly fixed: boolean };
  /** Those that the request and the token may mean; every one where it names a path. */
  readonly groups: readonly Group[];
}

const LONGEST_NAME = 254;
/** Each new level is written in the transaction that makes the computer, which has bounds of its own. */
const MOST_NEW_LEVELS = 10;

/** The group that was asked for, by id before by path; else what the token gives. */
export const chooseGroup = ({ wanted, token, groups }: GroupWish): Outcome<GroupChoice> => {
  const given = token.groupID ?? 0;
  const there = (ID: number): GroupChoice => ({ groupID: ID, missing: [] });
  const exists = (id: number) => groups.some(({ ID }) => ID === id);
  const levels = wanted.groupID === undefined ? levelsOf(wanted.group ?? '') : [];
  if (wanted.groupID === undefined && levels.length === 0) {
    return given === 0 || exists(given)
      ? accept(there(given))
      : refuse(
          'conflict',
          `groupID: computer group ${given}, which this token gives, does not exist any more. Use another token.`,
          'group-gone',
        );
  }
  if (wanted.groupID !== undefined) {
    if (token.fixed && wanted.groupID !== given) return outsideScope('groupID');
    return exists(wanted.groupID)
      ? accept(there(wanted.groupID))
      : refuse('invalid', `groupID: there is no computer group ${wanted.groupID}.`, 'unknown-group', {
          field: 'groupID',
        });
  }
  const choice = follow(levels, groups);
  if (token.fixed && (choice.groupID !== given || choice.missing.length > 0)) return outsideScope('group');
  return checkLevels(levels, choice, groups.length);
};

const levelsOf = (path: string): string[] =>
  path
    .split('/')
    .map((level) => level.trim())
    .filter((level) => level !== '');

/** As far down as the levels exist; names differ by more than case. */
const follow = (levels: readonly string[], groups: readonly Group[]): GroupChoice => {
  let groupID = 0;
  for (const [i, level] of levels.entries()) {
    const next = groups.find(
      ({ name, parentGroupID = 0 }) =>
        parentGroupID === groupID && name.toLowerCase() === level.toLowerCase(),
    );
    if (!next) return { groupID, missing: levels.slice(i) };
    groupID = next.ID;
  }
  return { groupID, missing: [] };
};

const checkLevels = (
  levels: readonly string[],
  choice: GroupChoice,
  present: number,
): Outcome<GroupChoice> => {
  const wrong = (message: string) => refuse('invalid', `group: ${message}`, 'bad-group', { field: 'group' });
  if (choice.missing.some((level) => level.length > LONGEST_NAME))
    return wrong(`a level has at most ${LONGEST_NAME} characters.`);
  if (levels.length > DEEPEST) return wrong(`computer groups nest ${DEEPEST} deep at most.`);
  if (choice.missing.length > MOST_NEW_LEVELS)
    return wrong(`at most ${MOST_NEW_LEVELS} levels are made at once; make the upper ones first.`);
  if (choice.missing.length > 0 && present + choice.missing.length > MOST_ITEMS)
    return wrong(`a tenant keeps at most ${MOST_ITEMS} computer groups.`);
  return accept(choice);
};

export const outsideScope = (field: string) =>
  refuse('forbidden', `${field}: this token gives another one, and only that.`, 'outside-scope', { field });
