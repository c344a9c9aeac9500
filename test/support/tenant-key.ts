import { randomBytes, randomUUID } from 'node:crypto';
import { FULL_ACCESS_ID } from '../../shared/domain/access/role.ts';
import { formatSecretKey } from '../../shared/domain/access/secret-key.ts';
import { hashSecret } from '../../shared/http/tenant-caller.ts';
import type { ApiKeyItem } from '../../shared/table/entities/access.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';

/** Puts an API key for a tenant into the table and answers the header that uses it. */
export const tenantKey = async (
  store: Store,
  tenant: string,
  options: { readonly keyID?: number; readonly roleID?: number } = {},
): Promise<{ 'api-secret-key': string }> => {
  const keyID = options.keyID ?? 1;
  const secret = formatSecretKey(keyID, tenant, randomUUID(), randomBytes(32).toString('base64url'));
  const item: ApiKeyItem = {
    ...keys.apiKey(tenant, keyID),
    kind: 'apikey',
    ID: keyID,
    keyName: 'test',
    roleID: options.roleID ?? FULL_ACCESS_ID,
    active: true,
    created: 0,
    secretHash: hashSecret(secret),
  };
  await store.put(item);
  return { 'api-secret-key': secret };
};
