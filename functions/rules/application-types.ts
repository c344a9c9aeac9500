import { portSpan } from '../../shared/domain/ips/catalogue/application-types/crowding.ts';
import { catalogueFor } from '../../shared/domain/ips/catalogue/index.ts';
import type { ApplicationType } from '../../shared/domain/ips/catalogue/rule.ts';
import { type Outcome, refuse } from '../../shared/domain/outcome.ts';
import type { Handler } from '../../shared/http/api.ts';
import { collectionHandlers } from '../../shared/http/collection/handlers.ts';
import { catalogueTypeView } from '../../shared/levels/rule-view.ts';
import type { Stored } from '../../shared/schema/api/collection.ts';
import { applicationTypes } from '../../shared/schema/api/policy/application-type.ts';
import { FIRST_TENANT_RULE_ID } from '../../shared/table/entities/policy/firewall-rule.ts';
import { readTenantCatalogue } from '../../shared/table/entities/rules/tenant-catalogue.ts';
import type { RuleDeps } from './index.ts';
import { checkReferences } from './references.ts';
import { sameFor } from './same-for.ts';

type Type = Stored<typeof applicationTypes>;

/** The same list for the same catalogue, so that it is sorted out once. */
const views = sameFor((types: readonly ApplicationType[]) => types.map(catalogueTypeView));

/** Global types, whose ports a tenant may move, and the tenant's own. */
export const applicationTypeHandlers = (deps: RuleDeps): readonly Handler[] =>
  collectionHandlers(deps, applicationTypes, {
    builtin: async (tenant) => views((await catalogueFor(deps.catalogue, tenant)).applicationTypes),
    settable: ['portType', 'portMultiple', 'portListID'],
    firstID: FIRST_TENANT_RULE_ID,
    events: { title: 'Application Type', created: 460, deleted: 461, updated: 462 },
    check: async (item, { caller, before }) => {
      const ports = checkPorts(item);
      return ports.ok ? checkReferences(deps.store, caller.tenantID, ports.value, before) : ports;
    },
    users: async (tenant, { ID }) =>
      (await readTenantCatalogue(deps.store, tenant, deps.catalogue)).rules
        .filter((rule) => rule.applicationTypeID === ID)
        .map((rule) => `intrusion prevention rule "${rule.name}"`),
    view,
  });

/** Ports show what the port type means. */
const view = (type: Type) => {
  const { portMultiple, portListID, ...rest } = type;
  return {
    ...rest,
    ...(type.portType === 'multiple' && { portMultiple }),
    ...(type.portType === 'port-list' && { portListID }),
    recommendationsMode:
      type.ID < FIRST_TENANT_RULE_ID ? 'enabled' : (type.recommendationsMode ?? 'disabled'),
  };
};

const checkPorts = (type: Type): Outcome<Type> => {
  if (type.portType === 'any') return { ok: true, value: type };
  if (type.protocol === 'icmp') return refuse('invalid', 'portType: ICMP has no ports.', 'no-ports');
  if (type.portType === 'port-list') {
    return type.portListID
      ? { ok: true, value: type }
      : refuse('invalid', 'portListID: needed for portType port-list.', 'missing-member');
  }
  const ports = type.portMultiple ?? [];
  if (ports.length === 0) return refuse('invalid', 'portMultiple: give at least one port.', 'missing-member');
  const bad = ports.find((text) => portSpan(text) === undefined);
  return bad === undefined
    ? { ok: true, value: type }
    : refuse('invalid', `portMultiple: "${bad}" is not a port or range.`, 'bad-port');
};
