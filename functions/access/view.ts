import type { ApiKeyItem } from '../../shared/table/entities/access.ts';

/** A key as the API answers it; its hash stays inside. */
export const keyView = (item: ApiKeyItem) => ({
  ID: item.ID,
  keyName: item.keyName,
  ...(item.description !== undefined && { description: item.description }),
  ...(item.locale !== undefined && { locale: item.locale }),
  ...(item.timeZone !== undefined && { timeZone: item.timeZone }),
  roleID: item.roleID,
  active: item.active,
  created: item.created,
  ...(item.expiryDate !== undefined && { expiryDate: item.expiryDate }),
  unsuccessfulSignInAttempts: item.failures ?? 0,
  ...(item.unlockTime !== undefined && { unlockTime: item.unlockTime }),
  serviceAccount: false,
});

/** A key as it sees itself. `tenantID`: the tenant's number among the deployment's. */
export const currentKeyView = (item: ApiKeyItem, tenantGUID: string, tenantID: number | undefined) => ({
  ...keyView(item),
  tenantGUID,
  ...(tenantID !== undefined && { tenantID }),
  roleURN: roleUrn(tenantGUID, item.roleID),
});

/** A role's name across tenants. */
export const roleUrn = (tenantGUID: string, roleID: number): string =>
  `urn:managed-virtual-patch:identity:${tenantGUID}:role/${roleID}`;
