import { isMissed, isSilent } from '../../shared/domain/computer/presence.ts';
import { all, equals } from '../../shared/table/condition.ts';
import { type HostItem, hostItem } from '../../shared/table/entities/host.ts';
import { HOST_SHARDS, keys, partitions } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import type { SweepDeps } from './deps.ts';

const AT_ONCE = 25;

export interface Marked {
  /** Hosts that were offline before this sweep: their alerts ought to stand. */
  readonly offline: ReadonlySet<number>;
  /** Hosts that this sweep found silent; the table's stream tells of them. */
  readonly fresh: ReadonlySet<number>;
}

/**
 * Marks the hosts of a tenant that stopped beating. A beat that comes in between wins: the mark is conditional on
 * the beat that was read. Undefined when time ran out; what is marked stays marked. `back`: epoch ms since when the
 * plane can have heard of hosts without a gap.
 */
export const markSilent = async (
  { store, now, beatSeconds }: SweepDeps,
  tenant: string,
  back: number,
  hasTime: () => boolean,
): Promise<Marked | undefined> => {
  const offline = new Set<number>();
  const fresh = new Set<number>();
  for (let shard = 0; shard < HOST_SHARDS; shard++) {
    let after: string | undefined;
    do {
      const page = await store.query(partitions.hosts(tenant, shard), hostItem, {
        prefix: 'host#',
        ...(after !== undefined && { after }),
      });
      for (const host of page.items) if (isMissed(host)) offline.add(host.ID);
      const silent = page.items.filter(
        (host) => !host.offline && !host.gone && isSilent(Math.max(host.seen, back), beatSeconds, now()),
      );
      for (let i = 0; i < silent.length; i += AT_ONCE) {
        if (!hasTime()) return undefined;
        await Promise.all(silent.slice(i, i + AT_ONCE).map((host) => mark(store, host)));
      }
      for (const host of silent) fresh.add(host.ID);
      after = page.next;
    } while (after !== undefined);
  }
  return { offline, fresh };
};

const mark = (store: Store, host: HostItem) =>
  store.update(
    keys.host(host.tenant, host.ID),
    { set: { offline: true } },
    hostItem,
    all(equals('seen', host.seen), equals('offline', false)),
  );
