import { mayGrant } from '../../shared/domain/access/grant.ts';
import { MOST_ROLES } from '../../shared/domain/access/limits.ts';
import { allRights, type Right } from '../../shared/domain/access/rights.ts';
import { FIRST_TENANT_ROLE_ID, type Role, systemRoles } from '../../shared/domain/access/role.ts';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { accessRoutes } from '../../shared/schema/routes/access.ts';
import { absent } from '../../shared/table/condition.ts';
import { listOwnRoles, ownRole, type RoleItem } from '../../shared/table/entities/access.ts';
import { accessRecords } from '../../shared/table/entities/access-records.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';

export const roleHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(accessRoutes.listRoles, async ({ caller }) =>
    accept({ roles: (await everyRole(store, caller.tenantID)).map(view) }),
  ),

  on(accessRoutes.createRole, async ({ caller, body, now }) => {
    const rights = knownRights(body.rights);
    if (!rights.ok) return rights;
    const granted = mayGrant(caller.role.rights, rights.value, 'the new role');
    if (!granted.ok) return granted;
    const { tenantID } = caller;
    const present = await everyRole(store, tenantID);
    if (present.length >= MOST_ROLES) {
      return refuse('conflict', `A tenant keeps at most ${MOST_ROLES} roles.`, 'too-many');
    }
    if (present.some((role) => role.name.toLowerCase() === body.name.toLowerCase())) {
      return refuse('invalid', `name: there is a role ${body.name} already.`, 'name-taken', {
        field: 'name',
      });
    }
    const ID = await store.nextID(keys.counter(tenantID, 'role'), FIRST_TENANT_ROLE_ID);
    const item: RoleItem = {
      ...keys.role(tenantID, ID),
      kind: 'role',
      ID,
      name: body.name,
      ...(body.description !== undefined && { description: body.description }),
      rights: rights.value,
    };
    const written = await store.transact([
      { put: item, if: absent('pk') },
      ...accessRecords(tenantID, 'role-created', item, now, caller.by),
    ]);
    if (!written.ok) throw new Error(`the counter gave out a taken role id: ${ID}`);
    return accept(view(ownRole(item)));
  }),
];

const everyRole = async (store: Store, tenant: string): Promise<Role[]> => [
  ...systemRoles,
  ...(await listOwnRoles(store, tenant)).map(ownRole),
];

const byName = new Map<string, Right>(allRights.map((right) => [right, right]));

const knownRights = (names: readonly string[]): Outcome<Right[]> => {
  const rights = new Set<Right>();
  for (const [i, name] of names.entries()) {
    const right = byName.get(name);
    if (!right) {
      return refuse('invalid', `rights.${i}: there is no right ${name}.`, 'unknown-right', {
        field: `rights.${i}`,
      });
    }
    rights.add(right);
  }
  return accept([...rights]);
};

const view = (role: Role) => ({
  ID: role.ID,
  name: role.name,
  ...(role.description !== undefined && { description: role.description }),
  immutable: role.immutable,
  rights: [...role.rights],
});
