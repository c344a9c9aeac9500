import type { Routing } from '../../../domain/notification/format/routing.ts';
import {
  FIRST_OF_SETTINGS,
  mailServer,
  settingDestination,
  settingRules,
} from '../../../domain/notification/from-settings.ts';
import type { NotificationRule } from '../../../domain/notification/rule.ts';
import {
  type KeptDestination,
  keptDestination,
  keptRule,
} from '../../../schema/api/notification/notification.ts';
import type { Store } from '../../store.ts';
import { listObjects, readObject } from '../object/object.ts';
import { readSystemSettings } from '../tenant/tenant-settings.ts';

export const RULES = 'notificationrules';
export const DESTINATIONS = 'notificationdestinations';

export type FoundDestination = KeptDestination & {
  readonly ID: number;
  /** Where mail that does not arrive is answered to; default: the address that it comes from. */
  readonly bounceAddress?: string;
  /** Which events go to this topic; default: all. */
  readonly routing?: Routing;
};

/** The rules of a tenant that are on, and those that its system settings make. */
export const listNotificationRules = async (store: Store, tenant: string): Promise<NotificationRule[]> => {
  const [items, settings] = await Promise.all([
    listObjects(store, tenant, RULES, { consistent: false }),
    readSystemSettings(store, tenant),
  ]);
  const own = items.flatMap(({ ID, members }) => {
    const rule = keptRule.safeParse(members);
    return rule.success && rule.data.enabled ? [{ ...rule.data, ID }] : [];
  });
  return settings ? [...own, ...settingRules(settings)] : own;
};

/** A destination; one of type `mail` goes through the mail server of the tenant's system settings where there is one. */
export const readDestination = async (
  store: Store,
  tenant: string,
  ID: number,
): Promise<FoundDestination | undefined> => {
  if (ID >= FIRST_OF_SETTINGS) {
    const settings = await readSystemSettings(store, tenant);
    return settings && settingDestination(settings, ID);
  }
  const item = await readObject(store, tenant, DESTINATIONS, ID);
  if (!item) return undefined;
  const destination = { ...keptDestination.parse(item.members), ID };
  if (destination.type !== 'mail') return destination;
  const settings = await readSystemSettings(store, tenant);
  return { ...destination, ...(settings && mailServer(settings)) };
};

/** Certificates that the tenant trusts, in PEM. */
export const trustedCertificates = async (store: Store, tenant: string): Promise<readonly string[]> =>
  (await listObjects(store, tenant, 'certificates', { consistent: false })).flatMap(({ members }) =>
    typeof members.certificate === 'string' ? [members.certificate] : [],
  );
