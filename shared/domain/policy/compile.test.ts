import { describe, expect, it } from 'vitest';
import { starterCatalogue } from '../ips/catalogue/index.ts';
import { canonicalJson } from './canonical.ts';
import { compileConfig, emptyConfig, usesList } from './compile.ts';

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

  it('carries out the settings that a host knows: engine mode and what a failure does', () => {
    const settings = {
      firewallSettingNetworkEngineMode: 'Tap',
      firewallSettingFailureResponseEngineSystem: 'Fail closed',
    };
    const config = compileConfig({ ...policy, settings }, book, both);
    expect(config.intrusionPrevention).toMatchObject({ engineMode: 'tap', onFailure: 'closed' });
    expect(config.firewall.state).toBe('off');
    expect(compileConfig(policy, book, both).intrusionPrevention).toMatchObject({
      engineMode: 'inline',
      onFailure: 'open',
    });
  });

  it('carries out overrides: a rule that only detects here, an application type at other ports', () => {
    const [plain] = compileConfig(policy, book, both).intrusionPrevention.rules;
    const typeID = plain?.applicationTypeID ?? 0;
    const overridden = {
      ...policy,
      ipsRules: { 1: { detectOnly: true } },
      applicationTypes: { [typeID]: { portType: 'port-list', portListID: 4 } },
    };
    const lists = {
      ...book,
      portList: (id: number) => (id === 4 ? ['8081 # test', '9000-9001'] : undefined),
    };
    const [rule] = compileConfig(overridden, lists, both).intrusionPrevention.rules;
    expect(plain?.detectOnly).toBe(false);
    expect(rule).toMatchObject({ detectOnly: true, ports: ['8081', '9000-9001'] });
  });

  it('never raises a rule that only ever detects', () => {
    const vendor = starterCatalogue.rule(1);
    const detects = { ...book, ipsRule: () => vendor && { ...vendor, detectOnly: true } };
    const raised = { ...policy, ipsRuleIDs: [1], ipsRules: { 1: { detectOnly: false } } };
    expect(compileConfig(raised, detects, both).intrusionPrevention.rules[0]?.detectOnly).toBe(true);
  });

  it('raises a rule that starts in detect where a policy says so, and nowhere else', () => {
    const vendor = starterCatalogue.rule(1);
    const starts = { ...book, ipsRule: () => vendor && { ...vendor, startsInDetect: true } };
    const subject = { ...policy, ipsRuleIDs: [1] };
    const detectOnly = (ipsRules: Readonly<Record<string, { detectOnly: boolean }>>) =>
      compileConfig({ ...subject, ipsRules }, starts, both).intrusionPrevention.rules[0]?.detectOnly;
    expect([detectOnly({}), detectOnly({ 1: { detectOnly: false } })]).toEqual([true, false]);
  });

  it('writes the items of lists into the rules that name them', () => {
    const listed = {
      ID: 10_000_001,
      name: 'r',
      action: 'deny',
      priority: '0',
      direction: 'incoming',
      sourceIPType: 'ip-list',
      sourceIPListID: 7,
    } as const;
    const lists = {
      ...book,
      firewallRule: () => listed,
      ipList: (id: number) => (id === 7 ? ['192.0.2.1', '10.0.0.0/8 # office'] : undefined),
    };
    const subject = { ...policy, firewallRuleIDs: [10_000_001] };
    expect(compileConfig(subject, lists, both).firewall.rules).toMatchObject([
      { sourceIPType: 'multiple', sourceIPMultiple: ['192.0.2.1', '10.0.0.0/8'] },
    ]);
    expect(usesList(subject, lists, 'IPList', 7)).toBe(true);
    expect(usesList(subject, lists, 'IPList', 8)).toBe(false);
  });
});
