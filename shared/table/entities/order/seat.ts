import { above, absent, all, any, equals, exists } from '../../condition.ts';
import { keys } from '../../keys.ts';
import type { Write } from '../../store.ts';
import type { HostItem } from '../computer/host.ts';

/** How long the plane still recognises, and refuses, a host whose computer was taken away: 400 days. */
const TOMBSTONE_SECONDS = 400 * 24 * 3600;

/**
 * Gives an activated host's seat back, once: the host's item stays as a tombstone whose key still verifies, its
 * agent key is forgotten, so that the same machine may activate again (ORD-8, ORD-11).
 */
export const freeSeat = (host: HostItem, now: number): readonly Write[] => [
  {
    update: keys.host(host.tenant, host.ID),
    change: {
      set: { gone: true, expiresAt: Math.floor(now / 1000) + TOMBSTONE_SECONDS },
      remove: ['head', 'modules', 'failedHash'],
    },
    if: all(exists('pk'), any(absent('gone'), equals('gone', false))),
  },
  { update: keys.subscription(host.tenant), change: { add: { activated: -1 } }, if: above('activated', 0) },
  { remove: keys.agentKey(host.tenant, host.thumbprint) },
];
