import type { Answered, HostRequest } from '../../../domain/computer/requests.ts';
import { absent, all, any, below, type Condition, equals, exists } from '../../condition.ts';
import { keys } from '../../keys.ts';
import type { Change, Store, Written } from '../../store.ts';
import { type HostItem, hostItem } from './host.ts';

/** Writes on their way at the same time: a task for 10,000 hosts must not take the table from the beats. */
const AT_ONCE = 25;

/**
 * Asks hosts for something at `at` (epoch ms); it waits in the host's item until the host's next beat, or until
 * `until` (checks for updates only). Set twice for the same time it is set once, also when the host has answered meanwhile. Answers which of the
 * computers have a host to ask.
 */
export const requestHosts = async (
  store: Store,
  tenant: string,
  computerIDs: readonly number[],
  what: HostRequest,
  at: number,
  until?: number,
): Promise<readonly number[]> => {
  const asked: number[] = [];
  for (let from = 0; from < computerIDs.length; from += AT_ONCE) {
    const some = computerIDs.slice(from, from + AT_ONCE);
    const done = await Promise.all(some.map((ID) => requestHost(store, tenant, ID, what, at, until)));
    asked.push(...some.filter((_, i) => done[i]));
  }
  return asked;
};

const requestHost = async (
  store: Store,
  tenant: string,
  ID: number,
  what: HostRequest,
  at: number,
  until: number | undefined,
): Promise<boolean> => {
  const path = `requests.${what}`;
  const written = await intoMap(store, tenant, ID, {
    map: 'requests',
    member: what,
    value: at,
    ...(what === 'check-for-security-updates' &&
      (until === undefined ? { remove: ['checkUntil'] } : { set: { checkUntil: until } })),
    if: any(absent(path), below(path, at)),
  });
  const found = written.ok ? written.item : hostItem.safeParse(written.found).data;
  return found !== undefined && !found.gone && (found.requests?.[what] ?? 0) >= at;
};

/** The host began with what was asked of it at `requested`; a later request goes on waiting. */
export const requestAnswered = async (
  store: Store,
  tenant: string,
  ID: number,
  what: HostRequest,
  answer: Answered,
): Promise<void> => {
  const path = `answered.${what}`;
  await intoMap(store, tenant, ID, {
    map: 'answered',
    member: what,
    value: answer,
    if: any(absent(path), below(`${path}.requested`, answer.requested)),
  });
};

/** Takes back what was asked at `at`, if the host has not begun. */
export const cancelRequest = async (
  store: Store,
  tenant: string,
  ID: number,
  what: HostRequest,
  at: number,
): Promise<boolean> => {
  const begun = `answered.${what}`;
  const written = await store.update(
    keys.host(tenant, ID),
    { remove: [`requests.${what}`] },
    hostItem,
    all(equals(`requests.${what}`, at), any(absent(begun), below(`${begun}.requested`, at))),
  );
  return written.ok;
};

/**
 * Sets a member of a map in a host's item. Nothing can be set in a map that is not there: the first time it is
 * written whole, under the condition that it is still not there.
 */
const intoMap = async (
  store: Store,
  tenant: string,
  ID: number,
  change: Pick<Change, 'set' | 'remove'> & {
    readonly map: 'requests' | 'answered';
    readonly member: HostRequest;
    readonly value: unknown;
    readonly if: Condition;
  },
): Promise<Written<HostItem>> => {
  const { map, member, value, set, remove } = change;
  const here = all(exists('pk'), any(absent('gone'), equals('gone', false)), change.if);
  const write = (own: Readonly<Record<string, unknown>>, condition: Condition) =>
    store.update(
      keys.host(tenant, ID),
      { set: { ...set, ...own }, ...(remove && { remove }) },
      hostItem,
      all(here, condition),
    );
  const written = await write({ [`${map}.${member}`]: value }, exists(map));
  if (written.ok || hostItem.safeParse(written.found).data?.[map] !== undefined) return written;
  const first = await write({ [map]: { [member]: value } }, absent(map));
  return first.ok ? first : write({ [`${map}.${member}`]: value }, exists(map));
};
