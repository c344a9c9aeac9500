import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { type MaintenanceItem, maintenanceItem } from '../../shared/table/entities/tenant/maintenance.ts';
import { listTenants, type TenantEntryItem } from '../../shared/table/entities/tenant/tenant.ts';
import type { Follow } from './deps.ts';

/** Not known to the API that this one is compatible with: numbers of our own, beyond its list. */
const POSTED = { number: 9531, title: 'Maintenance Announced' } as const;
const WITHDRAWN = { number: 9532, title: 'Maintenance Withdrawn' } as const;

const AT_ONCE = 25;

/** Every tenant's events tell of maintenance in the tenant's language; told twice, the same event is written again. */
export const maintenanceChanged: Follow = async ({ store }, { after }) => {
  const notice = maintenanceItem.parse(after);
  const tenants = await listTenants(store);
  for (let i = 0; i < tenants.length; i += AT_ONCE) {
    const some = tenants.slice(i, i + AT_ONCE);
    await Promise.all(some.map((tenant) => store.put(eventFor(tenant, notice))));
  }
};

const eventFor = ({ guid, locale, timeZone }: TenantEntryItem, notice: MaintenanceItem) => {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const words = locale === 'ja-JP' ? notice.ja : notice.en;
  return systemEvent(guid, {
    id: `maintenance-${notice.ID}-${notice.withdrawn === undefined ? 'posted' : 'withdrawn'}`,
    at: notice.withdrawn ?? notice.posted,
    ...(notice.withdrawn === undefined ? POSTED : WITHDRAWN),
    severity: 'info',
    description: `${format.format(notice.from)} - ${format.format(notice.to)} (${timeZone}): ${words}`,
    actionBy: 'System',
  });
};
