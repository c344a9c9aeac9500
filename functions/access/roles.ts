import { mayGrant } from '../../shared/domain/access/grant.ts';
import { MOST_ROLES } from '../../shared/domain/access/limits.ts';
import { FIRST_TENANT_ROLE_ID, type Role, systemRoles } from '../../shared/domain/access/role.ts';
import { accept, missing, type Refusal, refuse } from '../../shared/domain/outcome.ts';
import { search } from '../../shared/domain/search/search.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { inUse } from '../../shared/http/collection/refusals.ts';
import { rightsOnWire, roleFields } from '../../shared/schema/api/access/role.ts';
import { accessRoutes } from '../../shared/schema/routes/access.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import {
  listOwnRoles,
  ownRole,
  type RoleItem,
  readRole,
  roleItem,
} from '../../shared/table/entities/access/access.ts';
import { accessRecords } from '../../shared/table/entities/access/access-records.ts';
import { nameWasTaken, nameWrites } from '../../shared/table/entities/access/name-lock.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import { changedRole, roleOf } from './role-body.ts';
import { roleUsers } from './role-users.ts';
import { roleUrn } from './view.ts';

const immutable = refuse('forbidden', 'Not authorized to change this role: it is built in.', 'immutable');
const busy = refuse('conflict', 'The role is being changed by others. Try again.', 'busy');
const isSystem = (ID: number): boolean => systemRoles.some((role) => role.ID === ID);

export const roleHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(accessRoutes.listAdministratorRoles, async ({ caller }) =>
    accept({ roles: (await everyRole(store, caller.tenantID)).map(viewFor(caller.tenantID)) }),
  ),

  on(accessRoutes.searchAdministratorRoles, async ({ caller, body }) => {
    const roles = (await everyRole(store, caller.tenantID)).map(viewFor(caller.tenantID));
    const found = search(roles, body, roleFields);
    return found.ok ? accept({ roles: [...found.value] }) : found;
  }),

  on(accessRoutes.describeAdministratorRole, async ({ caller, params }) => {
    const role = await readRole(store, caller.tenantID, params.roleID);
    return role ? accept(viewFor(caller.tenantID)(role)) : missing('role');
  }),

  on(accessRoutes.createAdministratorRole, async ({ caller, body, now }) => {
    const { tenantID } = caller;
    const wanted = ownRole(roleOf(tenantID, 0, body));
    const granted = mayGrant(caller.role, wanted, 'the new role');
    if (!granted.ok) return granted;
    const present = await everyRole(store, tenantID);
    if (present.length >= MOST_ROLES) {
      return refuse('conflict', `A tenant keeps at most ${MOST_ROLES} roles.`, 'too-many');
    }
    const taken = nameTaken(present, 0, body.name);
    if (taken) return taken;
    const ID = await store.nextID(keys.counter(tenantID, 'role'), FIRST_TENANT_ROLE_ID);
    const item = roleOf(tenantID, ID, body);
    const writes = [
      { put: item, if: absent('pk') },
      ...nameWrites({ tenant: tenantID, collection: 'roles', ID, after: item.name }),
      ...accessRecords(tenantID, 'role-created', item, now, caller.by, { after: item }),
    ];
    const written = await store.transact(writes);
    if (nameWasTaken(written, writes)) return roleExists(item.name);
    if (!written.ok) throw new Error(`the counter gave out a taken role id: ${ID}`);
    return accept(viewFor(tenantID)(ownRole(item)));
  }),

  on(accessRoutes.modifyAdministratorRole, async ({ caller, params, body, now }) => {
    const { tenantID } = caller;
    if (isSystem(params.roleID)) return immutable;
    const before = await store.get(keys.role(tenantID, params.roleID), roleItem);
    if (!before) return missing('role');
    const after = changedRole(before, body);
    for (const role of [before, after].map(ownRole)) {
      const granted = mayGrant(caller.role, role, `the role ${role.name}`);
      if (!granted.ok) return granted;
    }
    const taken = nameTaken(await everyRole(store, tenantID), before.ID, after.name);
    if (taken) return taken;
    const naming = { tenant: tenantID, collection: 'roles', ID: before.ID, before: before.name };
    const writes = [
      { put: after, if: asSeen(before) },
      ...nameWrites({ ...naming, after: after.name }),
      ...accessRecords(tenantID, 'role-updated', after, now, caller.by, { before, after }),
    ];
    const written = await store.transact(writes);
    if (nameWasTaken(written, writes)) return roleExists(after.name);
    return written.ok ? accept(viewFor(tenantID)(ownRole(after))) : busy;
  }),

  on(accessRoutes.deleteAdministratorRole, async ({ caller, params, now }) => {
    const { tenantID } = caller;
    if (isSystem(params.roleID)) return immutable;
    const before = await store.get(keys.role(tenantID, params.roleID), roleItem);
    if (!before) return missing('role');
    const granted = mayGrant(caller.role, ownRole(before), `the role ${before.name}`);
    if (!granted.ok) return granted;
    const used = inUse('role', await roleUsers(store, tenantID, before.ID));
    if (used) return used;
    const written = await store.transact([
      { remove: keys.role(tenantID, before.ID), if: asSeen(before) },
      ...nameWrites({ tenant: tenantID, collection: 'roles', ID: before.ID, before: before.name }),
      ...accessRecords(tenantID, 'role-deleted', before, now, caller.by, { before }),
    ]);
    return written.ok ? accept(undefined) : busy;
  }),
];

const everyRole = async (store: Store, tenant: string): Promise<Role[]> => [
  ...systemRoles,
  ...(await listOwnRoles(store, tenant)).map(ownRole),
];

const asSeen = ({ revision }: RoleItem) =>
  revision === undefined ? absent('revision') : equals('revision', revision);

const nameTaken = (roles: readonly Role[], ID: number, name: string): Refusal | undefined =>
  roles.some((role) => role.ID !== ID && role.name.toLowerCase() === name.toLowerCase())
    ? roleExists(name)
    : undefined;

const roleExists = (name: string): Refusal =>
  refuse('invalid', `name: there is a role ${name} already.`, 'name-taken', { field: 'name' });

const viewFor = (tenantGUID: string) => (role: Role) => ({
  ID: role.ID,
  name: role.name,
  description: role.description ?? '',
  urn: roleUrn(tenantGUID, role.ID),
  immutable: role.immutable,
  canOnlyManipulateUsersWithEqualOrLesserRights: role.canOnlyManipulateUsersWithEqualOrLesserRights,
  allComputers: role.allComputers,
  allPolicies: role.allPolicies,
  allowUserInterface: role.allowUserInterface,
  allowWebService: role.allowWebService,
  rights: rightsOnWire(role.rights),
  ...(role.computerIDs && { computerIDs: [...role.computerIDs] }),
  ...(role.computerGroupIDs && { computerGroupIDs: [...role.computerGroupIDs] }),
  ...(role.policyIDs && { policyIDs: [...role.policyIDs] }),
});
