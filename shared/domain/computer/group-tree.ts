import { accept, type Outcome, refuse } from '../outcome.ts';

export interface Group {
  readonly ID: number;
  readonly name: string;
  /** Absent at the top. */
  readonly parentGroupID?: number | undefined;
}

/** Deeper trees help nobody, and every look upwards is bounded by it. */
export const DEEPEST = 20;

/** Whether a group may stand where it says: the parent exists, no group contains itself, names differ among siblings. */
export const checkGroup = <G extends Group>(group: G, all: readonly Group[]): Outcome<G> => {
  const { parentGroupID } = group;
  const byID = new Map(all.map((other) => [other.ID, other]));
  const wrong = (message: string, reason: string) =>
    refuse('invalid', `parentGroupID: ${message}`, reason, { field: 'parentGroupID' });
  let above: number | undefined = parentGroupID;
  for (let depth = 1; above !== undefined; depth++) {
    if (above === group.ID) return wrong('a computer group cannot be inside itself.', 'cycle');
    if (depth >= DEEPEST) return wrong(`computer groups nest ${DEEPEST} deep at most.`, 'too-deep');
    const parent = byID.get(above);
    if (!parent) return wrong(`there is no computer group ${above}.`, 'unknown-group');
    above = parent.parentGroupID;
  }
  const twin = all.find(
    (other) =>
      other.ID !== group.ID &&
      other.parentGroupID === parentGroupID &&
      other.name.toLowerCase() === group.name.toLowerCase(),
  );
  return twin
    ? refuse(
        'invalid',
        `name: a computer group named "${twin.name}" exists already beside it.`,
        'name-taken',
        {
          field: 'name',
        },
      )
    : accept(group);
};
