import type { Write } from '../../store.ts';
import { systemEvent } from '../event/system-event.ts';
import { type Entry, trail } from '../tenant/trail.ts';

/** Numbers and titles of events.md section 5. */
const events = {
  'policy-created': { number: 350, title: 'Policy Created', type: 'Policy' },
  'policy-deleted': { number: 351, title: 'Policy Deleted', type: 'Policy' },
  'policy-updated': { number: 352, title: 'Policy Updated', type: 'Policy' },
  'firewallrule-created': { number: 410, title: 'Firewall Rule Created', type: 'FirewallRule' },
  'firewallrule-deleted': { number: 411, title: 'Firewall Rule Deleted', type: 'FirewallRule' },
  'firewallrule-updated': { number: 412, title: 'Firewall Rule Updated', type: 'FirewallRule' },
  'computer-updated': { number: 252, title: 'Computer Updated', type: 'Computer' },
} as const;

export interface ConfigurationChange {
  readonly what: keyof typeof events;
  readonly target: { readonly ID: number; readonly name: string };
  /** Epoch ms. */
  readonly at: number;
  readonly by: Entry['by'];
  /** What became of it, in words. */
  readonly detail?: string;
  /** The thing before and after, whole. */
  readonly before?: Entry['before'];
  readonly after?: Entry['after'];
}

/**
 * What is told of a change of what hosts are made to do: the tenant's system event and the trail's entry (EVT-2,
 * EVT-7). Part of the same transaction as the change.
 */
export const configurationRecords = (
  tenant: string,
  { what, target, at, by, detail, before, after }: ConfigurationChange,
): Write[] => {
  const { type, ...event } = events[what];
  const [kind] = what.split('-');
  return [
    {
      put: systemEvent(tenant, {
        id: `${what}-${target.ID}-${at}`,
        at,
        ...event,
        severity: 'info',
        ...(detail !== undefined && { description: detail }),
        actionBy: by.name,
        targetType: type,
        targetID: target.ID,
        targetName: target.name,
      }),
    },
    {
      put: trail(tenant, {
        at,
        action: what,
        target: `${kind}-${target.ID}`,
        by,
        detail: detail === undefined ? target.name : `${target.name}: ${detail}`,
        before,
        after,
      }),
    },
  ];
};
