import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { search } from '../../shared/domain/search/search.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import type { Hand } from '../../shared/http/caller.ts';
import { loadTree } from '../../shared/levels/tree.ts';
import { interfaceTypeFields } from '../../shared/schema/api/policy/policy.ts';
import { interfaceTypeRoutes } from '../../shared/schema/routes/policy.ts';
import type { InterfaceTypeMember, PolicyItem } from '../../shared/table/entities/policy/policy.ts';
import { keys } from '../../shared/table/keys.ts';
import type { PolicyDeps } from './index.ts';
import { savePolicy } from './save.ts';
import { interfaceTypesOf } from './view.ts';

/** A policy's item stays far below what the table takes. */
const MOST = 100;

/** Kinds of network interfaces that a policy tells apart; those of a parent are seen, and changed only there. */
export const interfaceTypeHandlers = (deps: PolicyDeps): readonly Handler[] => {
  const read = async (tenant: string, policyID: number): Promise<Outcome<readonly InterfaceTypeMember[]>> => {
    const tree = await loadTree(deps.store, tenant);
    const item = tree.policy(policyID);
    return item ? accept(interfaceTypesOf(item, tree)) : missing('policy');
  };

  const change = async (
    hand: Hand,
    policyID: number,
    decide: (
      own: readonly InterfaceTypeMember[],
      seen: readonly InterfaceTypeMember[],
    ) => Outcome<InterfaceTypeMember[]>,
  ): Promise<Outcome<PolicyItem>> => {
    const saved = await savePolicy(deps, hand, policyID, (item, tree) => {
      if (!item) return missing('policy');
      const types = decide(item.interfaceTypes ?? [], interfaceTypesOf(item, tree));
      return types.ok ? accept({ ...item, interfaceTypes: types.value }) : types;
    });
    return saved.ok ? accept(saved.value.item) : saved;
  };

  return [
    on(interfaceTypeRoutes.list, async ({ caller, params }) => {
      const types = await read(caller.tenantID, params.policyID);
      return types.ok ? accept({ interfaceTypes: [...types.value] }) : types;
    }),
    on(interfaceTypeRoutes.search, async ({ caller, params, body }) => {
      const types = await read(caller.tenantID, params.policyID);
      if (!types.ok) return types;
      const found = search(types.value, body, interfaceTypeFields);
      return found.ok ? accept({ interfaceTypes: [...found.value] }) : found;
    }),
    on(interfaceTypeRoutes.describe, async ({ caller, params }) => {
      const types = await read(caller.tenantID, params.policyID);
      if (!types.ok) return types;
      const type = types.value.find(({ ID }) => ID === params.interfaceTypeID);
      return type ? accept(type) : missing('interface type');
    }),
    on(interfaceTypeRoutes.create, async ({ caller, params, body, now }) => {
      const there = await read(caller.tenantID, params.policyID);
      if (!there.ok) return there;
      const ID = await deps.store.nextID(keys.counter(caller.tenantID, 'interfacetype'), 1);
      const type: InterfaceTypeMember = { ...body, ID };
      const saved = await change({ caller, now }, params.policyID, (own, seen) => {
        if (own.length >= MOST)
          return refuse('conflict', `A policy has at most ${MOST} interface types.`, 'too-many');
        const free = checkName(type, seen);
        return free.ok ? accept([...own, type]) : free;
      });
      return saved.ok ? accept(type) : saved;
    }),
    on(interfaceTypeRoutes.modify, async ({ caller, params, body, now }) => {
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      let changed: InterfaceTypeMember | undefined;
      const saved = await change({ caller, now }, params.policyID, (own, seen) => {
        const mine = ownOnly(own, seen, params.interfaceTypeID);
        if (!mine.ok) return mine;
        const next: InterfaceTypeMember = { ...mine.value, ...given };
        changed = next;
        const free = checkName(next, seen);
        return free.ok ? accept(own.map((type) => (type.ID === next.ID ? next : type))) : free;
      });
      return saved.ok && changed ? accept(changed) : (saved as never);
    }),
    on(interfaceTypeRoutes.remove, async ({ caller, params, now }) => {
      const saved = await change({ caller, now }, params.policyID, (own, seen) => {
        const mine = ownOnly(own, seen, params.interfaceTypeID);
        return mine.ok ? accept(own.filter((type) => type !== mine.value)) : mine;
      });
      return saved.ok ? accept(undefined) : saved;
    }),
  ];
};

const ownOnly = (
  own: readonly InterfaceTypeMember[],
  seen: readonly InterfaceTypeMember[],
  ID: number,
): Outcome<InterfaceTypeMember> => {
  const mine = own.find((type) => type.ID === ID);
  if (mine) return accept(mine);
  return seen.some((type) => type.ID === ID)
    ? refuse(
        'invalid',
        `Interface type ${ID} belongs to a parent policy and can only be changed there.`,
        'inherited',
      )
    : missing('interface type');
};

const checkName = (type: InterfaceTypeMember, seen: readonly InterfaceTypeMember[]): Outcome<undefined> =>
  seen.some((other) => other.ID !== type.ID && other.name.toLowerCase() === type.name.toLowerCase())
    ? refuse('invalid', `name: an interface type named "${type.name}" exists already.`, 'name-taken')
    : accept(undefined);
