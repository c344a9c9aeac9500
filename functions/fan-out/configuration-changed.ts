import { equals } from '../../shared/table/condition.ts';
import { computerOverridesItem } from '../../shared/table/entities/computer/computer-overrides.ts';
import { objectItem } from '../../shared/table/entities/object/object.ts';
import {
  type CompiledCollection,
  compiledCollections,
  configurationMarkItem,
} from '../../shared/table/entities/policy/configuration-mark.ts';
import { policyItem } from '../../shared/table/entities/policy/policy.ts';
import { tenantSettingsItem } from '../../shared/table/entities/tenant/tenant-settings.ts';
import { keys } from '../../shared/table/keys.ts';
import {
  type CompileDeps,
  compileAll,
  compileAllNaming,
  compileAllOfType,
  compileAllWith,
  compileComputer,
  compilePolicy,
} from './compile-policy.ts';
import type { Follow } from './deps.ts';
import { taskChanged } from './task-changed.ts';

/** What people changed becomes contents that hosts will find at their next beat. */
export const policyChanged: Follow = async (deps, { after }) => {
  const { tenant, ID } = policyItem.parse(after);
  await compilePolicy(deps, tenant, ID);
};

export const defaultPolicyChanged: Follow = (deps, { after }) =>
  compileAll(deps, tenantSettingsItem.parse(after).tenant);

export const computerOverridesChanged: Follow = (deps, { after }) => {
  const { tenant, ID } = computerOverridesItem.parse(after);
  return compileComputer(deps, tenant, ID);
};

/** Of the plain resources, hosts notice rules, application types and the lists that these name. */
export const objectChanged: Follow = async (deps, change) => {
  const { tenant, ID, collection } = objectItem.parse(change.after);
  if (collection === 'scheduledtasks') return taskChanged(deps, change);
  const known = compiledCollections.find((name) => name === collection);
  if (known) await noticed[known](deps, tenant, ID);
};

/** The sweep asks for everything once more: contents may be behind where a record was given up. */
export const configurationAsked: Follow = async (deps, { after }) => {
  const { tenant, asked, compiled } = configurationMarkItem.parse(after);
  if (asked === compiled) return;
  await compileAll(deps, tenant);
  const done = { set: { compiled: asked } };
  await deps.store.update(
    keys.configurationMark(tenant),
    done,
    configurationMarkItem,
    equals('asked', asked),
  );
};

const noticed: Readonly<
  Record<CompiledCollection, (deps: CompileDeps, tenant: string, ID: number) => Promise<void>>
> = {
  firewallrules: (deps, tenant, ID) => compileAllWith(deps, tenant, 'firewallRuleIDs', ID),
  intrusionpreventionrules: (deps, tenant, ID) => compileAllWith(deps, tenant, 'ipsRuleIDs', ID),
  applicationtypes: compileAllOfType,
  iplists: (deps, tenant, ID) => compileAllNaming(deps, tenant, 'IPList', ID),
  // Application types name port lists too, and their ports are resolved before they are looked at here.
  portlists: compileAll,
};
