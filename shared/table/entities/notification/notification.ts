import type { NotificationRule } from '../../../domain/notification/rule.ts';
import { type KeptDestination, keptDestination, keptRule } from '../../../schema/api/notification.ts';
import type { Store } from '../../store.ts';
import { listObjects, readObject } from '../object/object.ts';

export const RULES = 'notificationrules';
export const DESTINATIONS = 'notificationdestinations';

export type FoundDestination = KeptDestination & { readonly ID: number };

/** The rules of a tenant that are on. */
export const listNotificationRules = async (store: Store, tenant: string): Promise<NotificationRule[]> => {
  const items = await listObjects(store, tenant, RULES, { consistent: false });
  return items.flatMap(({ ID, members }) => {
    const rule = keptRule.safeParse(members);
    return rule.success && rule.data.enabled ? [{ ...rule.data, ID }] : [];
  });
};

export const readDestination = async (
  store: Store,
  tenant: string,
  ID: number,
): Promise<FoundDestination | undefined> => {
  const item = await readObject(store, tenant, DESTINATIONS, ID);
  return item && { ...keptDestination.parse(item.members), ID };
};

/** Certificates that the tenant trusts, in PEM. */
export const trustedCertificates = async (store: Store, tenant: string): Promise<readonly string[]> =>
  (await listObjects(store, tenant, 'certificates', { consistent: false })).flatMap(({ members }) =>
    typeof members.certificate === 'string' ? [members.certificate] : [],
  );
