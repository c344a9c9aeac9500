import { describe, expect, it } from 'vitest';
import { starterCatalogue } from '../ips/catalogue/index.ts';
import { canonicalJson } from './canonical.ts';
import { compileConfig, emptyConfig } from './compile.ts';

const book = {
  firewallRule: () => undefined,
  ipsRule: starterCatalogue.rule,
  applicationType: starterCatalogue.applicationType,
};
const both = { firewall: true, intrusionPrevention: true };
const policy = { firewallState: 'on', firewallRuleIDs: [], ipsState: 'prevent', ipsRuleIDs: [1, 3] } as const;

describe('compileConfig', () => {
  it('carries what a host needs of each rule: signatures, action, where its traffic is', () => {
    const [log4shell, apache] = compileConfig(policy, book, both).intrusionPrevention.rules;
    expect(log4shell).toMatchObject({ ID: 1, severity: 'critical', action: 'reset', protocol: 'tcp' });
    expect(log4shell?.signatures.length).toBeGreaterThan(1);
    expect(log4shell?.ports).toContain('80');
    expect(apache?.ID).toBe(3);
  });

  it('leaves out a rule that is gone, and keeps the rest', () => {
    const config = compileConfig({ ...policy, ipsRuleIDs: [1, 999] }, book, both);
    expect(config.intrusionPrevention.rules.map((rule) => rule.ID)).toEqual([1]);
  });

  it('switches off what the menu does not entitle (ORD-2)', () => {
    const config = compileConfig(policy, book, { firewall: false, intrusionPrevention: false });
    expect([config.firewall.state, config.intrusionPrevention.state]).toEqual(['off', 'off']);
  });

  it('gives equal bytes for equal content, whatever the order of members', () => {
    const config = compileConfig(policy, book, both);
    const shuffled = Object.fromEntries(Object.entries(config).reverse());
    expect(canonicalJson(shuffled)).toBe(canonicalJson(config));
    expect(canonicalJson(config)).not.toBe(canonicalJson(emptyConfig));
  });
});
