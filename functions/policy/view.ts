import { effectiveOf } from '../../shared/domain/policy/effective.ts';
import { levelView } from '../../shared/levels/level-view.ts';
import type { IpsBook } from '../../shared/levels/rule-book.ts';
import { levelSettingsView } from '../../shared/levels/settings.ts';
import type { PolicyTree } from '../../shared/levels/tree.ts';
import type { Policy } from '../../shared/schema/api/policy/policy.ts';
import type { InterfaceTypeMember, PolicyItem } from '../../shared/table/entities/policy/policy.ts';

/** A policy as the API shows it: effective values with the module texts that clients know (domain/api.md section 7). */
export const policyView = (item: PolicyItem, tree: PolicyTree, book: IpsBook, ownOnly = false): Policy => {
  const chain = tree.chain(item.ID);
  return {
    ID: item.ID,
    name: item.name,
    ...(item.description !== undefined && { description: item.description }),
    ...(item.parentID !== undefined && { parentID: item.parentID }),
    policySettings: levelSettingsView(chain, ownOnly),
    ...(ownOnly ? ownMembers(item, book) : effectiveMembers(item, tree, book)),
  };
};

const ownMembers = (item: PolicyItem, book: IpsBook): Partial<Policy> => ({
  ...(item.recommendationScanMode && { recommendationScanMode: item.recommendationScanMode }),
  ...(item.autoRequiresUpdate && { autoRequiresUpdate: item.autoRequiresUpdate }),
  ...(item.interfaceTypes && { interfaceTypes: { interfaceTypes: item.interfaceTypes } }),
  ...levelView([item], true, book),
});

const effectiveMembers = (item: PolicyItem, tree: PolicyTree, book: IpsBook): Partial<Policy> => {
  const chain = tree.chain(item.ID);
  const effective = effectiveOf(chain);
  const { firewall, intrusionPrevention } = levelView(chain, false, book);
  const types = interfaceTypesOf(item, tree);
  return {
    recommendationScanMode: effective.recommendationScanMode ?? 'off',
    autoRequiresUpdate: effective.autoRequiresUpdate ?? 'on',
    ...(types.length > 0 && { interfaceTypes: { interfaceTypes: [...types] } }),
    ...absentModules,
    firewall: {
      ...firewall,
      moduleStatus: moduleStatus(
        effective.firewallState === 'on' ? 'On' : 'Off',
        effective.firewallRuleIDs.length,
      ),
    },
    intrusionPrevention: {
      ...intrusionPrevention,
      moduleStatus: moduleStatus(ipsText[effective.ipsState], effective.ipsRuleIDs.length),
    },
  };
};

/** A policy's own interface types and those of the policies above it. */
export const interfaceTypesOf = (item: PolicyItem, tree: PolicyTree): readonly InterfaceTypeMember[] =>
  tree
    .chain(item.ID)
    .flatMap((level) => ('interfaceTypes' in level ? ((level as PolicyItem).interfaceTypes ?? []) : []))
    .sort((a, b) => a.ID - b.ID);

const off = {
  state: 'off',
  moduleStatus: { status: 'inactive', statusMessage: 'Off' },
} as const;

const absentModules = {
  antiMalware: off,
  webReputation: off,
  activityMonitoring: off,
  integrityMonitoring: off,
  logInspection: off,
  applicationControl: off,
  SAP: off,
};

const ipsText = { off: 'Off', detect: 'On, Detect', prevent: 'On, Prevent' } as const;

const moduleStatus = (text: string, rules: number) => ({
  status: text === 'Off' ? ('inactive' as const) : ('active' as const),
  statusMessage: `${text}, ${rules === 0 ? 'no rules' : `${rules} rule${rules === 1 ? '' : 's'}`}`,
});
