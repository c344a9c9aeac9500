import { randomUUID } from 'node:crypto';
import { eventCarrier, letterCarrier } from '../../shared/delivery/open-carrier.ts';
import { isForPeople } from '../../shared/domain/notification/destination.ts';
import type { ToldEvent } from '../../shared/domain/notification/format/told-event.ts';
import { testLetter } from '../../shared/domain/notification/letter/letter.ts';
import { accept, missing, type Outcome } from '../../shared/domain/outcome.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { openDestination } from '../../shared/levels/opened-destination.ts';
import { notificationRoutes } from '../../shared/schema/routes/notifications.ts';
import {
  type FoundDestination,
  readDestination,
} from '../../shared/table/entities/notification/notification.ts';
import { readTenant, type TenantItem } from '../../shared/table/entities/tenant/tenant.ts';
import type { NotificationDeps } from './handlers.ts';

/** System event "Alert Started" stands for a test as well: every receiver knows it (events.md section 5). */
const TESTED = 190;

/** Sends one test now, whatever the destination's state is, and says what the other side said. */
export const testHandlers = (deps: NotificationDeps): readonly Handler[] => [
  on(notificationRoutes.testDestination, async ({ caller, params, now }) => {
    const { tenantID } = caller;
    const [tenant, found] = await Promise.all([
      readTenant(deps.store, tenantID),
      readDestination(deps.store, tenantID, params.notificationDestinationID),
    ]);
    if (!tenant || !found) return missing('notification destination');
    const sent = await sendTest(deps, tenant, found, now, caller.by.name);
    return accept({ delivered: sent.ok, message: sent.ok ? sent.value : sent.message });
  }),
];

const sendTest = async (
  deps: NotificationDeps,
  tenant: TenantItem,
  found: FoundDestination,
  now: number,
  by: string,
): Promise<Outcome<string>> => {
  const to = await openDestination(deps.store, deps.secrets, tenant.guid, found);
  const id = randomUUID();
  if (!isForPeople(to)) return eventCarrier(deps, to).send(id, [testEvent(tenant, id, now, by)]);
  const { recipients = [], locale = tenant.locale } = to;
  const letter = testLetter(to.name, now, { locale, timeZone: tenant.timeZone });
  const readers = recipients.length > 0 ? recipients : [tenant.emailAddress];
  const carrier = letterCarrier(deps, to);
  try {
    return await carrier.send(id, { ...letter, to: readers });
  } finally {
    carrier.close();
  }
};

const testEvent = ({ ID, guid, name }: TenantItem, id: string, at: number, actionBy: string): ToldEvent => ({
  eventClass: 'system',
  id,
  tenant: { ID, guid, name },
  version: '1.0.0',
  event: {
    at,
    number: TESTED,
    severity: 'info',
    title: 'Test of a notification destination',
    actionBy,
    origin: 'manager',
  },
});
