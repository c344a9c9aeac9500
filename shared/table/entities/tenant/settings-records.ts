import type { Write } from '../../store.ts';
import { systemEvent } from '../event/system-event.ts';
import type { TenantSettingsItem } from './tenant-settings.ts';
import { type Entry, trail } from './trail.ts';

/** Numbers and titles of events.md section 5. */
const events = {
  'system-settings': { number: 150, title: 'System Settings Saved' },
  'default-policy': { number: 352, title: 'Policy Updated' },
} as const;

/**
 * What is told of a tenant's changed settings: its system event and the trail's entry, with the settings that became
 * others (EVT-2, EVT-7). Part of the same transaction as the change. `at` in epoch ms.
 */
export const settingsRecords = (
  { tenant, kind, revision, settings }: TenantSettingsItem,
  before: TenantSettingsItem['settings'],
  at: number,
  by: Entry['by'],
): Write[] => [
  {
    put: systemEvent(tenant, {
      id: `${kind}-${revision}`,
      at,
      ...events[kind],
      severity: 'info',
      actionBy: by.name,
    }),
  },
  {
    put: trail(tenant, {
      at,
      action: `${kind}-updated`,
      target: `${kind}-${revision}`,
      by,
      before,
      after: settings,
    }),
  },
];
