import { describe, expect, it } from 'vitest';
import { compileFirewall } from './compile.ts';
import type { FirewallRule } from './rule.ts';

const base: FirewallRule = { ID: 1, name: 'r', action: 'deny', priority: '0', direction: 'incoming' };

describe('a rule that cannot be enforced', () => {
  it.each([
    ['frameType', { frameType: 'arp' }],
    ['frameNot', { frameNot: true }],
    ['sourceMACType', { sourceMACType: 'single' }],
    ['destinationMACType', { destinationMACType: 'mac-list' }],
    ['sourceIPType', { sourceIPType: 'ip-list' }],
    ['destinationPortType', { protocol: 'tcp', destinationPortType: 'port-list' }],
    ['sourcePortType', { sourcePortType: 'multiple', sourcePortMultiple: ['80'] }],
    ['sourceIPValue', { sourceIPType: 'single', sourceIPValue: '10.0.0.256' }],
    ['sourceIPMask', { sourceIPType: 'masked-ip', sourceIPValue: '10.0.0.0', sourceIPMask: '255.0.255.0' }],
    [
      'sourceIPRangeFrom',
      { sourceIPType: 'range', sourceIPRangeFrom: '10.0.0.2', sourceIPRangeTo: '10.0.0.1' },
    ],
    ['sourceIPMultiple', { sourceIPType: 'multiple', sourceIPMultiple: [] }],
    ['destinationIPMultiple', { destinationIPType: 'multiple', destinationIPMultiple: ['fe80::1%eth0'] }],
    [
      'destinationPortMultiple',
      { protocol: 'udp', destinationPortType: 'multiple', destinationPortMultiple: ['99-65536'] },
    ],
    ['sourceIPNot', { sourceIPNot: true }],
    ['protocolNumber', { protocol: 'other' }],
    ['protocolNot', { protocol: 'any', protocolNot: true }],
    ['protocol', { protocol: 'icmpv6', frameType: 'ipv4' }],
    ['ICMPType', { protocol: 'icmp', ICMPType: 256 }],
    ['anyFlags', { anyFlags: false }],
    ['scheduleID', { scheduleID: 3 }],
    ['contextID', { contextID: 3 }],
    ['priority', { action: 'allow', priority: '1' }],
    ['priority', { action: 'log-only', priority: '0' }],
    ['ID', { ID: 0 }],
  ] as [string, Partial<FirewallRule>][])('%s: disarmed alone, with the field named', (field, fields) => {
    const good = { ...base, ID: 2 };
    const { rules, disarmed } = compileFirewall([{ ...base, ...fields }, good]);
    expect(rules.map(({ ruleID }) => ruleID)).toEqual([2]);
    expect(disarmed).toMatchObject([{ field }]);
    expect(disarmed[0]?.reason).not.toBe('');
  });

  it('the second of two with one id', () => {
    const { rules, disarmed } = compileFirewall([base, base]);
    expect(rules).toHaveLength(1);
    expect(disarmed).toMatchObject([{ ruleID: 1, field: 'ID' }]);
  });
});
