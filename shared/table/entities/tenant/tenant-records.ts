import type { Write } from '../../store.ts';
import { systemEvent } from '../event/system-event.ts';
import type { TenantItem } from './tenant.ts';
import { type Entry, sharedTrail } from './trail.ts';

/** Tenants are not in events.md: numbers of our own, beyond its list. What hosts and people do not notice has no event. */
const events = {
  'tenant-created': undefined,
  'tenant-updated': undefined,
  'tenant-restricted': { number: 9522, severity: 'warning', title: 'Tenant Restricted' },
  'tenant-suspended': { number: 9523, severity: 'warning', title: 'Tenant Suspended' },
  'tenant-active': { number: 9524, severity: 'info', title: 'Tenant Restored' },
  'tenant-pending-deletion': { number: 9525, severity: 'warning', title: 'Tenant Deletion Requested' },
  'tenant-deleted': { number: 9526, severity: 'warning', title: 'Tenant Deleted' },
} as const;

/**
 * What is told of a tenant that changed: its own system event where its state changed, and the entry in its trail and the operator's (EVT-2,
 * EVT-7). Part of the same transaction as the change. `at` in epoch ms.
 */
export const tenantRecords = (
  what: keyof typeof events,
  before: TenantItem | undefined,
  after: TenantItem,
  at: number,
  by: Entry['by'],
): Write[] => {
  const event = events[what];
  const entry = {
    at,
    action: what,
    target: `tenant-${after.ID}`,
    by,
    detail: after.stateReason === undefined ? after.name : `${after.name}: ${after.stateReason}`,
    before,
    after,
  };
  return [...sharedTrail(after.guid, entry), ...(event ? [{ put: told(event) }] : [])];

  function told(of: NonNullable<typeof event>) {
    return systemEvent(after.guid, {
      id: `${what}-${at}`,
      at,
      ...of,
      ...(after.stateReason !== undefined && { description: after.stateReason }),
      actionBy: by.name,
      targetType: 'tenant',
      targetID: after.ID,
      targetName: after.name,
    });
  }
};
