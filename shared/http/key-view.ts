import type { ApiKeyItem } from '../table/entities/access/access.ts';

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
  ...(item.lastSignIn !== undefined && { lastSignIn: item.lastSignIn }),
  serviceAccount: false,
});
