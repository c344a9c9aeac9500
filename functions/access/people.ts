import { mayGrant } from '../../shared/domain/access/grant.ts';
import { accept, type Outcome } from '../../shared/domain/outcome.ts';
import type { Handler } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { collectionHandlers } from '../../shared/http/collection/handlers.ts';
import { checkRole } from '../../shared/http/create-key.ts';
import { administrators } from '../../shared/schema/api/access/administrator.ts';
import { contacts } from '../../shared/schema/api/tenant/contact.ts';
import { readRole } from '../../shared/table/entities/access/access.ts';
import type { Store } from '../../shared/table/store.ts';
import type { TokenDeps } from './activation-tokens.ts';

const MOST_PEOPLE = 1000;

/** Administrators and contacts. Neither can be given, nor be touched with, rights that the caller lacks. */
export const peopleHandlers = (deps: TokenDeps): readonly Handler[] => [
  ...collectionHandlers(deps, contacts, {
    most: MOST_PEOPLE,
    events: { title: 'Contact', created: 670, deleted: 671, updated: 672 },
    check: async (item, { caller, before, store }) => {
      const roles = [before?.roleID, item.roleID].filter((ID) => ID !== undefined && ID > 0);
      const allowed = await checkRoles(store, caller, roles as number[]);
      return allowed.ok ? sealReportPassword(deps, caller.tenantID, item) : allowed;
    },
    checkRemove: ({ roleID = 0, name }, caller) =>
      mayTakeAway(deps.store, caller, roleID, `the contact ${name}`),
  }),
  ...collectionHandlers(deps, administrators, {
    most: MOST_PEOPLE,
    unique: 'username',
    events: { title: 'User', created: 650, deleted: 651, updated: 652 },
    check: async (item, { caller, before, store, now }) => {
      const allowed = await checkRoles(store, caller, before ? [before.roleID, item.roleID] : [item.roleID]);
      if (!allowed.ok) return allowed;
      const { password: _, ...kept } = item;
      return sealReportPassword(deps, caller.tenantID, {
        created: now,
        external: true,
        type: 'normal',
        readOnly: false,
        ...kept,
      });
    },
    checkRemove: ({ roleID, username }, caller) =>
      mayTakeAway(deps.store, caller, roleID, `the administrator ${username}`),
  }),
];

const checkRoles = async (
  store: Store,
  caller: TenantCaller,
  roleIDs: readonly number[],
): Promise<Outcome<undefined>> => {
  for (const roleID of new Set(roleIDs)) {
    const allowed = await checkRole(store, caller, roleID);
    if (!allowed.ok) return allowed;
  }
  return accept(undefined);
};

/** Who has no role, or one that is gone, carries nothing. */
const mayTakeAway = async (
  store: Store,
  { tenantID, role: own }: TenantCaller,
  roleID: number,
  who: string,
): Promise<Outcome<undefined>> => {
  const role = await readRole(store, tenantID, roleID);
  return role ? mayGrant(own, role, who) : accept(undefined);
};

/** A report's password is needed again when a report is locked with it, so it is sealed, not hashed. */
const sealReportPassword = async <T extends { readonly reportPDFPassword?: string | undefined }>(
  { secrets }: TokenDeps,
  tenant: string,
  { reportPDFPassword, ...item }: T,
): Promise<Outcome<T>> =>
  accept({
    ...item,
    ...(reportPDFPassword !== undefined && {
      sealedReportPassword: await secrets.seal(tenant, reportPDFPassword),
    }),
  } as unknown as T);
