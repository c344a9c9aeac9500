import { describe, expect, it } from 'vitest';
import { compileFirewall } from '../../../shared/domain/firewall/compile.ts';
import type { FirewallRule } from '../../../shared/domain/firewall/rule.ts';
import { rulesetText } from './ruleset.ts';

function ruleset(...rules: FirewallRule[]): string {
  const compiled = compileFirewall(rules);
  expect(compiled.disarmed).toEqual([]);
  return rulesetText(
    { rules: compiled.rules, dnsAndDhcp: false, fragmentationNeeded: false, ownUids: [] },
    'abc',
  );
}
function chain(text: string, name: string): string[] {
  const lines = text.split('\n');
  const start = lines.indexOf(`  chain ${name} {`);
  if (start < 0) return [];
  return lines.slice(start + 1, lines.indexOf('  }', start)).map((line) => line.trim());
}
const rule = (ID: number, fields: Partial<FirewallRule>): FirewallRule => ({
  ID,
  name: `r${ID}`,
  action: 'deny',
  priority: '0',
  direction: 'incoming',
  ...fields,
});

describe('the ruleset', () => {
  it('replaces the table whole and names its content', () => {
    expect(ruleset()).toMatch(
      /^table inet mvp\ndelete table inet mvp\ntable inet mvp \{\n {2}chain generation_abc \{/,
    );
  });

  it('has no implicit deny without an allow rule, and one in both directions with any', () => {
    expect(ruleset(rule(1, {}))).not.toContain('implicit');
    const text = ruleset(rule(1, { action: 'allow', direction: 'outgoing' }));
    for (const side of ['in', 'out']) {
      expect(chain(text, `${side}_rules`).at(-1)).toBe(`goto ${side}_implicit`);
      expect(chain(text, `${side}_implicit`).at(-1)).toBe('counter drop');
    }
  });

  it('keeps the order of evaluation, the highest bypass first and log only around the rest', () => {
    const text = ruleset(
      rule(1, { action: 'allow', protocol: 'tcp' }),
      rule(2, { action: 'deny', priority: '2', protocol: 'udp' }),
      rule(3, { action: 'force-allow', priority: '2', protocol: 'icmp' }),
      rule(4, { action: 'log-only', priority: '4', protocol: 'tcp' }),
      rule(5, { action: 'bypass', priority: '4', protocol: 'igmp' }),
      rule(6, { action: 'bypass', priority: '1', protocol: 'ggp' }),
    );
    expect(chain(text, 'in_first').slice(-3)).toEqual([
      'meta l4proto 2 meta mark set meta mark | 0x01000000 accept',
      'meta l4proto 6 jump in_log_4',
      'jump in_rules',
    ]);
    expect(chain(text, 'in_rules').slice(0, 4)).toEqual([
      'meta nfproto ipv4 meta l4proto 1 return',
      'meta l4proto 17 goto in_deny_2',
      'meta l4proto 3 meta mark set meta mark | 0x01000000 return',
      'meta l4proto 6 return',
    ]);
    expect(chain(text, 'in_log_4')).toEqual([
      'jump in_rules',
      expect.stringContaining('"mvp:20:4:in"'),
      'accept',
    ]);
  });

  it('drops without a log line where logging is off', () => {
    expect(chain(ruleset(rule(1, { logDisabled: true })), 'in_deny_1')).toEqual(['counter drop']);
    expect(chain(ruleset(rule(1, {})), 'in_deny_1')[0]).toContain('log prefix "mvp:21:1:in" group 4118');
  });

  it('writes addresses per IP version, and none for a version that cannot match', () => {
    const several = {
      sourceIPType: 'multiple',
      sourceIPMultiple: ['10.0.0.0/8', '10.2.0.1', '::1'],
    } as const;
    expect(chain(ruleset(rule(1, several)), 'in_rules')).toEqual([
      'ip saddr { 10.0.0.0-10.255.255.255 } goto in_deny_1',
      'ip6 saddr 0:0:0:0:0:0:0:1 goto in_deny_1',
    ]);
    const not = { ...several, sourceIPMultiple: ['10.0.0.1'], sourceIPNot: true } as const;
    expect(chain(ruleset(rule(1, not)), 'in_rules')).toEqual([
      'ip saddr != 10.0.0.1 goto in_deny_1',
      'meta nfproto ipv6 goto in_deny_1',
    ]);
    const mixed = { ...several, destinationIPType: 'single', destinationIPValue: '192.0.2.1' } as const;
    expect(chain(ruleset(rule(1, mixed)), 'in_rules')).toHaveLength(1);
  });

  it('lets loopback and the agent through before anything else', () => {
    const text = rulesetText({ rules: [], dnsAndDhcp: true, fragmentationNeeded: true, ownUids: [990] }, '');
    expect(chain(text, 'in_first')[1]).toBe('iif "lo" accept');
    expect(chain(text, 'out_first')).toEqual(
      expect.arrayContaining([
        'meta mark & 0x08000000 == 0x08000000 ct mark set ct mark | 0x08000000 accept',
        'meta skuid { 990 } ct mark set ct mark | 0x08000000 accept',
        'meta l4proto { 6, 17 } th dport 53 ct mark set ct mark | 0x08000000 accept',
      ]),
    );
  });
});
