import { MANY_OFFLINE, MANY_TARGET, manySilent } from '../../shared/domain/alert/many-offline.ts';
import type { AlertState } from '../../shared/domain/alert/state.ts';
import { isMissed, isSilent } from '../../shared/domain/computer/presence.ts';
import { all, equals } from '../../shared/table/condition.ts';
import { changeAlert } from '../../shared/table/entities/alert/alert.ts';
import { type HostItem, hostItem } from '../../shared/table/entities/computer/host.ts';
import {
  type SeenHost,
  WORTH_PACKING_HOSTS,
  writeSeenHosts,
} from '../../shared/table/entities/computer/seen-hosts.ts';
import { HOST_SHARDS, keys, partitions } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import type { SweepDeps } from './deps.ts';

const AT_ONCE = 25;

/** What is kept of a host that is heard of. */
export type BeatingHost = Pick<HostItem, 'ID' | 'rules'>;

export interface Marked {
  /** Hosts that were offline before this sweep, with their last beats: their alerts ought to stand. */
  readonly offline: ReadonlyMap<number, number>;
  /** Hosts that this sweep found silent, likewise; the table's stream tells of them. */
  readonly fresh: ReadonlyMap<number, number>;
  /** All others that were not taken away. */
  readonly beating: readonly BeatingHost[];
}

/**
 * Marks the hosts of a tenant that stopped beating. A beat that comes in between wins: the mark is conditional on
 * the beat that was read. Many are one alert, which stands before the first of them is told of. Undefined when time ran out; what is marked stays marked. `back`: epoch ms since when the
 * plane can have heard of hosts without a gap.
 */
export const markSilent = async (
  { store, now, beatSeconds }: SweepDeps,
  tenant: string,
  back: number,
  hasTime: () => boolean,
): Promise<Marked | undefined> => {
  const offline = new Map<number, number>();
  const silent: HostItem[] = [];
  const beating: BeatingHost[] = [];
  const seen: SeenHost[][] = [];
  for (let shard = 0; shard < HOST_SHARDS; shard++) {
    const hosts: SeenHost[] = [];
    let after: string | undefined;
    do {
      const page = await store.query(partitions.hosts(tenant, shard), hostItem, {
        prefix: 'host#',
        ...(after !== undefined && { after }),
      });
      hosts.push(...page.items.map(({ ID, seen, gone }) => ({ ID, seen, gone })));
      for (const host of page.items) if (isMissed(host)) offline.set(host.ID, host.seen);
      for (const host of page.items) {
        if (host.offline || host.gone) continue;
        if (isSilent(Math.max(host.seen, back), beatSeconds, now())) silent.push(host);
        else beating.push({ ID: host.ID, rules: host.rules });
      }
      after = page.next;
    } while (after !== undefined);
    seen.push(hosts);
  }
  const fresh = new Map(silent.map(({ ID, seen: at }) => [ID, at]));
  await raiseMany(store, tenant, { offline, fresh }, beatSeconds * 1000, now());
  for (let i = 0; i < silent.length; i += AT_ONCE) {
    if (!hasTime()) return undefined;
    await Promise.all(silent.slice(i, i + AT_ONCE).map((host) => mark(store, host)));
  }
  await pack(store, tenant, seen, now());
  return { offline, fresh, beating };
};

const raiseMany = async (
  store: Store,
  tenant: string,
  { offline, fresh }: Omit<Marked, 'beating'>,
  beatMs: number,
  at: number,
): Promise<void> => {
  if (fresh.size === 0) return;
  const decide = (current: AlertState | undefined) =>
    manySilent(current, [...fresh.values()], [...offline.values()], beatMs, at);
  if (decide(undefined)) await changeAlert(store, tenant, MANY_OFFLINE, MANY_TARGET, decide);
};

/** Lists of many computers read when these hosts were last heard of from a few packed items. */
const pack = async (
  store: Store,
  tenant: string,
  shards: readonly (readonly SeenHost[])[],
  at: number,
): Promise<void> => {
  if (shards.flat().length < WORTH_PACKING_HOSTS) return;
  await Promise.all(shards.map((hosts, shard) => writeSeenHosts(store, tenant, shard, hosts, at)));
};

const mark = (store: Store, host: HostItem) =>
  store.update(
    keys.host(host.tenant, host.ID),
    { set: { offline: true } },
    hostItem,
    all(equals('seen', host.seen), equals('offline', false)),
  );
