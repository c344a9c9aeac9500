import type { FirewallRule } from '../firewall/rule.ts';
import type { ApplicationType, CatalogueRule } from '../ips/catalogue/rule.ts';
import type { EffectivePolicy } from './effective.ts';
import type { HostConfig, HostRule } from './host-config.ts';

/** What a policy's ids stand for. An id that is not found is left out: its rule was deleted since. */
export interface RuleBook {
  readonly firewallRule: (id: number) => FirewallRule | undefined;
  readonly ipsRule: (id: number) => CatalogueRule | undefined;
  readonly applicationType: (id: number) => ApplicationType | undefined;
}

/** Which modules the tenant's menu entitles (ORD-2). */
export interface Entitlement {
  readonly firewall: boolean;
  readonly intrusionPrevention: boolean;
}

/** Turns an effective policy into what hosts execute. Same policy, same rules, same content: hosts share it. */
export const compileConfig = (
  policy: EffectivePolicy,
  book: RuleBook,
  entitled: Entitlement,
): HostConfig => ({
  format: 1,
  firewall: {
    state: entitled.firewall ? policy.firewallState : 'off',
    rules: found(policy.firewallRuleIDs, book.firewallRule),
  },
  intrusionPrevention: {
    state: entitled.intrusionPrevention ? policy.ipsState : 'off',
    engineMode: 'inline',
    onFailure: 'open',
    rules: found(policy.ipsRuleIDs, (id) => hostRule(book, id)),
  },
});

/** What a host without a policy executes: nothing. */
export const emptyConfig: HostConfig = {
  format: 1,
  firewall: { state: 'off', rules: [] },
  intrusionPrevention: { state: 'off', engineMode: 'inline', onFailure: 'open', rules: [] },
};

const hostRule = (book: RuleBook, id: number): HostRule | undefined => {
  const rule = book.ipsRule(id);
  const type = rule && book.applicationType(rule.applicationTypeID);
  return (
    type && {
      ID: rule.ID,
      name: rule.name,
      severity: rule.severity,
      applicationTypeID: type.ID,
      signatures: rule.signatures,
      action: rule.action,
      detectOnly: rule.detectOnly,
      protocol: type.protocol,
      ports: type.ports,
    }
  );
};

const found = <T>(ids: readonly number[], lookUp: (id: number) => T | undefined): readonly T[] =>
  ids.map(lookUp).filter((thing) => thing !== undefined);
