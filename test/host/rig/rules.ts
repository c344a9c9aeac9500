import type { FirewallConfig } from '../../../agent/src/firewall/config.ts';
import type { InspectionSpec } from '../../../agent/src/inspect/spec.ts';
import type { FirewallRule } from '../../../shared/domain/firewall/rule.ts';

export const WEB = 8080;

/** A rule that blocks what asks for `/etc/passwd` and one that knows a header's attack. */
export const ATTACKS: InspectionSpec = {
  behaviour: 'prevent',
  mode: 'inline',
  onFailure: 'open',
  signatures: [
    {
      ruleID: 101,
      text: 'alert http any any -> any any (msg:"passwd"; flow:established,to_server; http.uri; content:"/etc/passwd"; sid:101;)',
      action: 'reset',
    },
    {
      ruleID: 102,
      text: 'alert http any any -> any any (msg:"jndi"; flow:established,to_server; http.header; content:"${jndi:"; nocase; sid:102;)',
      action: 'reset',
    },
  ],
  tcpPorts: [{ from: WEB, to: WEB }],
  udpPorts: [],
};

let next = 1000;

/** A firewall rule, everything not named matching anything. */
export function rule(
  fields: Partial<FirewallRule> & Pick<FirewallRule, 'action' | 'direction'>,
): FirewallRule {
  next += 1;
  const priority = fields.action === 'log-only' ? '4' : '0';
  return { ID: next, name: `rule ${next}`, priority, ...fields };
}

export const tcpTo = (...ports: number[]): Partial<FirewallRule> => ({
  protocol: 'tcp',
  destinationPortType: 'multiple',
  destinationPortMultiple: ports.map(String),
});

export const from = (...addresses: string[]): Partial<FirewallRule> => ({
  sourceIPType: 'multiple',
  sourceIPMultiple: addresses,
});

export function config(...rules: FirewallRule[]): FirewallConfig {
  return { rules, hostFilter: 'set-aside' };
}

export const get = (path: string, headers = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}Connection: close\r\n\r\n`;
