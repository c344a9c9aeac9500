import { describe, expect, it } from 'vitest';
import { checkFirewallRule, checkTypesNamed } from './check.ts';
import type { FirewallRule } from './rule.ts';

const rule = (more: Partial<FirewallRule>): Omit<FirewallRule, 'ID'> => ({
  name: 'r',
  action: 'deny',
  priority: '0',
  direction: 'incoming',
  frameType: 'ip',
  protocol: 'tcp',
  sourceIPType: 'any',
  sourcePortType: 'any',
  destinationIPType: 'any',
  destinationPortType: 'any',
  ...more,
});

describe('a firewall rule that means something', () => {
  it.each<[string, Partial<FirewallRule>, string | undefined]>([
    ['deny everything', {}, undefined],
    ['allow has priority 0 only (FW-7)', { action: 'allow', priority: '1' }, 'priority'],
    ['log only has priority 4 only', { action: 'log-only', priority: '0' }, 'priority'],
    ['log only at 4', { action: 'log-only', priority: '4' }, undefined],
    ['a single address needs its value', { sourceIPType: 'single' }, 'sourceIPValue'],
    [
      'a network needs its mask',
      { destinationIPType: 'masked-ip', destinationIPValue: '10.0.0.0' },
      'destinationIPMask',
    ],
    ['a range needs both ends', { sourceIPType: 'range', sourceIPRangeFrom: '10.0.0.1' }, 'sourceIPRangeTo'],
    [
      'several addresses are at least one',
      { sourceIPType: 'multiple', sourceIPMultiple: [] },
      'sourceIPMultiple',
    ],
    [
      'ports of TCP',
      { destinationPortType: 'multiple', destinationPortMultiple: ['80', '8000-8010'] },
      undefined,
    ],
    [
      'no ports of ICMP',
      { protocol: 'icmp', destinationPortType: 'multiple', destinationPortMultiple: ['80'] },
      'destinationPortType',
    ],
    [
      'no port 70000',
      { destinationPortType: 'multiple', destinationPortMultiple: ['70000'] },
      'destinationPortMultiple',
    ],
    [
      'no range backwards',
      { destinationPortType: 'multiple', destinationPortMultiple: ['90-80'] },
      'destinationPortMultiple',
    ],
    ['another protocol by number', { protocol: 'other' }, 'protocolNumber'],
  ])('%s', (_, more, field) => {
    const outcome = checkFirewallRule(rule(more));
    if (field === undefined) expect(outcome.ok).toBe(true);
    else expect(outcome).toMatchObject({ ok: false, message: expect.stringMatching(`^${field}: `) });
  });
});

describe('addresses and ports whose type nobody named', () => {
  it.each<[string, Partial<FirewallRule>, Partial<FirewallRule> | undefined, string | undefined]>([
    ['nothing given', {}, undefined, undefined],
    ['ports', { destinationPortMultiple: ['22'] }, undefined, 'destinationPortType'],
    ['an address', { sourceIPValue: '10.0.0.1' }, undefined, 'sourceIPType'],
    ['addresses', { destinationIPMultiple: ['10.0.0.1'] }, undefined, 'destinationIPType'],
    ['a range', { sourceIPRangeTo: '10.0.0.9' }, undefined, 'sourceIPType'],
    [
      'ports with their type',
      { destinationPortType: 'multiple', destinationPortMultiple: ['22'] },
      undefined,
      undefined,
    ],
    [
      'ports added to a rule for any',
      { sourcePortMultiple: ['22'] },
      { sourcePortType: 'any' },
      'sourcePortType',
    ],
    [
      'other ports of a rule that has some',
      { sourcePortMultiple: ['22'] },
      { sourcePortType: 'multiple' },
      undefined,
    ],
    [
      'a whole rule posted back as any',
      { sourceIPType: 'any', sourceIPValue: '10.0.0.1' },
      { sourceIPType: 'single' },
      undefined,
    ],
    [
      'empty members',
      { sourceIPValue: '', sourceIPMultiple: [], sourcePortMultiple: [] },
      undefined,
      undefined,
    ],
  ])('%s', (_, given, before, member) => {
    const outcome = checkTypesNamed(given, before);
    expect(outcome.ok ? undefined : outcome.message.split(':')[0]).toBe(member);
  });
});
