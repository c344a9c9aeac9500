import type { Write } from '../../store.ts';
import { systemEvent } from '../event/system-event.ts';
import { type Entry, trail } from '../tenant/trail.ts';

/** Numbers and titles of events.md section 5; activation tokens have none there: ours, beyond its list. */
const events = {
  'apikey-created': { number: 656, title: 'API Key Created' },
  'apikey-deleted': { number: 657, title: 'API Key Deleted' },
  'apikey-updated': { number: 658, title: 'API Key Updated' },
  'role-created': { number: 660, title: 'Role Created' },
  'role-deleted': { number: 661, title: 'Role Deleted' },
  'role-updated': { number: 662, title: 'Role Updated' },
  'activationtoken-created': { number: 9511, title: 'Activation Token Created' },
  'activationtoken-deleted': { number: 9512, title: 'Activation Token Deleted' },
} as const;

/**
 * What is told of a change of who may do what: the tenant's system event and the trail's entry (EVT-2, EVT-7). Part
 * of the same transaction as the change; never holds a secret. `at` in epoch ms; `states`: the thing before and after.
 */
export const accessRecords = (
  tenant: string,
  what: keyof typeof events,
  target: { readonly ID: number; readonly name: string },
  at: number,
  by: Entry['by'],
  states: Pick<Entry, 'before' | 'after'>,
): Write[] => {
  const [type = ''] = what.split('-');
  return [
    {
      put: systemEvent(tenant, {
        id: `${what}-${target.ID}`,
        at,
        ...events[what],
        severity: 'info',
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
        target: `${type}-${target.ID}`,
        by,
        detail: target.name,
        ...states,
      }),
    },
  ];
};
