import { keyView } from '../../shared/http/key-view.ts';
import type { ApiKeyItem } from '../../shared/table/entities/access/access.ts';

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
