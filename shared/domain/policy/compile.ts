import type { FirewallRule } from '../firewall/rule.ts';
import type { ApplicationType, CatalogueRule } from '../ips/catalogue/rule.ts';
import { settingDefaults } from '../setting/policy-setting-defaults.ts';
import type { EffectivePolicy } from './effective.ts';
import type { HostConfig, HostRule } from './host-config.ts';
import type { Override } from './level.ts';

/** What a policy's ids stand for. An id that is not found is left out: its rule was deleted since. */
export interface RuleBook {
  readonly firewallRule: (id: number) => FirewallRule | undefined;
  readonly ipsRule: (id: number) => CatalogueRule | undefined;
  readonly applicationType: (id: number) => ApplicationType | undefined;
  /** Items of an IP or port list as people wrote them. */
  readonly ipList?: (id: number) => readonly string[] | undefined;
  readonly portList?: (id: number) => readonly string[] | undefined;
}

/** Which modules the tenant's menu entitles (ORD-2). */
export interface Entitlement {
  readonly firewall: boolean;
  readonly intrusionPrevention: boolean;
}

/** Turns an effective policy into what hosts execute. Same policy, same rules, same content: hosts share it. */
export const compileConfig = (policy: EffectivePolicy, book: RuleBook, entitled: Entitlement): HostConfig => {
  const tap = settingOf(policy, 'firewallSettingNetworkEngineMode') === 'Tap';
  const closed = settingOf(policy, 'firewallSettingFailureResponseEngineSystem') === 'Fail closed';
  return {
    format: 1,
    firewall: {
      // In tap mode nothing may be dropped, so the firewall cannot be used (IPS-3).
      state: entitled.firewall && !tap ? policy.firewallState : 'off',
      rules: found(policy.firewallRuleIDs, (id) => firewallRuleOf(policy, book, id)),
    },
    intrusionPrevention: {
      state: entitled.intrusionPrevention ? policy.ipsState : 'off',
      engineMode: tap ? 'tap' : 'inline',
      onFailure: closed ? 'closed' : 'open',
      rules: found(policy.ipsRuleIDs, (id) => hostRule(policy, book, id)),
    },
  };
};

/** Whether a policy's hosts get another content when a list changes. */
export const usesList = (
  policy: EffectivePolicy,
  book: RuleBook,
  kind: 'IPList',
  listID: number,
): boolean => {
  const names = (thing: object | undefined): boolean =>
    thing !== undefined &&
    Object.entries(thing).some(
      ([member, value]) => value === listID && member.toLowerCase().endsWith(`${kind}ID`.toLowerCase()),
    );
  return policy.firewallRuleIDs.some((id) =>
    names({ ...book.firewallRule(id), ...policy.firewallRules?.[id] }),
  );
};

const settingOf = (policy: EffectivePolicy, name: keyof typeof settingDefaults): string =>
  policy.settings?.[name] ?? settingDefaults[name];

/** What a host without a policy executes: nothing. */
export const emptyConfig: HostConfig = {
  format: 1,
  firewall: { state: 'off', rules: [] },
  intrusionPrevention: { state: 'off', engineMode: 'inline', onFailure: 'open', rules: [] },
};

const firewallRuleOf = (policy: EffectivePolicy, book: RuleBook, id: number): FirewallRule | undefined => {
  const rule = book.firewallRule(id);
  return rule && withLists({ ...rule, ...policy.firewallRules?.[id] } as ListedRule, book);
};

type ListedRule = FirewallRule & {
  readonly sourceIPListID?: number | undefined;
  readonly sourcePortListID?: number | undefined;
  readonly destinationIPListID?: number | undefined;
  readonly destinationPortListID?: number | undefined;
};

/** A host knows no lists: their items stand in the rule. One that is gone leaves a rule that the host disarms. */
const withLists = (rule: ListedRule, book: RuleBook): FirewallRule => {
  let resolved: FirewallRule = rule;
  for (const side of ['source', 'destination'] as const) {
    const addresses = rule[`${side}IPType`] === 'ip-list' && book.ipList?.(rule[`${side}IPListID`] ?? 0);
    const ports = rule[`${side}PortType`] === 'port-list' && book.portList?.(rule[`${side}PortListID`] ?? 0);
    resolved = {
      ...resolved,
      ...(addresses && { [`${side}IPType`]: 'multiple', [`${side}IPMultiple`]: bare(addresses) }),
      ...(ports && { [`${side}PortType`]: 'multiple', [`${side}PortMultiple`]: bare(ports) }),
    };
  }
  return resolved;
};

/** List items may carry a comment. */
const bare = (items: readonly string[]): readonly string[] =>
  items.map((item) => (item.split('#')[0] ?? '').trim()).filter((item) => item !== '');

const hostRule = (policy: EffectivePolicy, book: RuleBook, id: number): HostRule | undefined => {
  const rule = book.ipsRule(id);
  const type = rule && book.applicationType(rule.applicationTypeID);
  const override = policy.ipsRules?.[id];
  const everyPacket = override?.alwaysIncludePacketData ?? rule?.alwaysIncludePacketData;
  return (
    type && {
      ID: rule.ID,
      name: rule.name,
      severity: (override?.severity ?? rule.severity) as HostRule['severity'],
      applicationTypeID: type.ID,
      signatures: rule.signatures,
      action: rule.action,
      // A rule that only ever detects cannot be raised (behaviour.md section 3).
      detectOnly: rule.detectOnly || (override?.detectOnly ?? rule.startsInDetect) === true,
      ...(everyPacket === true && { alwaysIncludePacketData: true as const }),
      ...whereOf(type, policy.applicationTypes?.[type.ID], book),
    }
  );
};

const whereOf = (
  type: ApplicationType,
  override: Override | undefined,
  book: RuleBook,
): Pick<HostRule, 'protocol' | 'direction' | 'ports'> => ({
  protocol: (override?.protocol ?? type.protocol) as HostRule['protocol'],
  ...((override?.direction ?? type.direction) === 'outgoing' && { direction: 'outgoing' as const }),
  ports: portsOf(type, override, book),
});

const portsOf = (
  type: ApplicationType,
  override: Override | undefined,
  book: RuleBook,
): readonly string[] => {
  switch (override?.portType ?? (override?.portMultiple ? 'multiple' : undefined)) {
    case 'any':
      return [];
    case 'multiple':
      return (override?.portMultiple as readonly string[] | undefined) ?? type.ports;
    case 'port-list':
      return bare(book.portList?.(Number(override?.portListID ?? 0)) ?? type.ports);
    default:
      return type.ports;
  }
};

const found = <T>(ids: readonly number[], lookUp: (id: number) => T | undefined): readonly T[] =>
  ids.map(lookUp).filter((thing) => thing !== undefined);
