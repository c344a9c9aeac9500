import { accept, type Outcome, refuse } from '../../outcome.ts';

/**
 * Which id every rule that was ever imported is known by. Ids are for ever: policies and scripts of tenants name them,
 * so a rule that went away keeps its id, and comes back under it.
 */
export interface IdRegistry {
  readonly next: number;
  /** Source, the source's own number, our id. */
  readonly given: readonly (readonly [source: string, sid: number, ID: number])[];
}

/** Below it are rules of our own; a source's number from here on is our id too, unless another source has it. */
const FIRST_SID = 1_000;
/** From here on ids are given out; a tenant's own begin at 10,000,001. */
const FIRST_GIVEN = 9_000_000;
const LAST_GIVEN = 10_000_000;

export const emptyRegistry: IdRegistry = { next: FIRST_GIVEN, given: [] };

export interface Identify {
  /** The id of a source's rule, given out now if it is seen for the first time. */
  idOf(source: string, sid: number): Outcome<number>;
  registry(): IdRegistry;
}

export const identify = (registry: IdRegistry): Identify => {
  const known = new Map(registry.given.map(([source, sid, ID]) => [`${source} ${sid}`, ID]));
  const taken = new Set(registry.given.map(([, , ID]) => ID));
  const given = [...registry.given];
  let { next } = registry;
  return {
    idOf(source, sid) {
      const before = known.get(`${source} ${sid}`);
      if (before !== undefined) return accept(before);
      const own = sid >= FIRST_SID && sid < FIRST_GIVEN && !taken.has(sid);
      if (!own && next > LAST_GIVEN) return refuse('conflict', 'sid: no id is left for it', 'no-id');
      const ID = own ? sid : next++;
      known.set(`${source} ${sid}`, ID);
      taken.add(ID);
      given.push([source, sid, ID]);
      return accept(ID);
    },
    registry: () => ({ next, given }),
  };
};
