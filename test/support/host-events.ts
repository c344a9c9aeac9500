import { zstdCompressSync } from 'node:zlib';
import type { FirewallEvent, HostEvent, IntrusionPreventionEvent } from '../../shared/schema/agent/events.ts';

/** Events as agents write them, for tests of intake and search. */
export const ipsEvent = (more: Partial<IntrusionPreventionEvent> = {}): IntrusionPreventionEvent => ({
  kind: 'intrusion-prevention',
  at: 0,
  repeatCount: 1,
  direction: 'incoming',
  protocol: 'tcp',
  sourceIP: '203.0.113.9',
  sourcePort: 40_000,
  destinationIP: '192.0.2.5',
  destinationPort: 80,
  interface: 'eth0',
  packetSize: 512,
  ruleID: 1_000_001,
  sid: 1,
  status: 0,
  reason: 'Apache Log4j Remote Code Execution Vulnerability',
  severity: 'critical',
  action: 'reset',
  flow: 'connection',
  positionInStream: 120,
  ...more,
});

export const firewallEvent = (more: Partial<FirewallEvent> = {}): FirewallEvent => ({
  kind: 'firewall',
  at: 0,
  repeatCount: 1,
  direction: 'incoming',
  protocol: 'tcp',
  sourceIP: '198.51.100.7',
  sourcePort: 55_000,
  destinationIP: '192.0.2.5',
  destinationPort: 22,
  interface: 'eth0',
  packetSize: 60,
  status: 123,
  reason: 'Out Of Allowed Policy',
  action: 'deny',
  frameType: 'ip',
  flags: 'SYN',
  ...more,
});

/** `zstd(JSON)` as a spool seals it. */
export const sealed = (id: string, events: readonly unknown[]): Buffer =>
  zstdCompressSync(Buffer.from(JSON.stringify({ id, events })));

export const batchIDAt = (ms: number, n = 1): string => `${String(ms).padStart(13, '0')}-${n}`;

/**
 * 42 events such as a web server on the internet logs in an hour: port probes from many addresses, some worms, one
 * scanner trying several rules, and an agent event. Varied on purpose: no two are alike.
 */
export const ordinaryHour = (end: number): HostEvent[] => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const address = (): string => `${1 + random(222)}.${random(256)}.${random(256)}.${1 + random(254)}`;
  const scanner = address();
  const rules = [
    [1_000_001, 'Apache Log4j Remote Code Execution Vulnerability (CVE-2021-44228)'],
    [1_000_002, 'GNU Bash Remote Code Execution Vulnerability (CVE-2014-6271)'],
    [1_000_003, 'Apache HTTP Server Path Traversal Vulnerability (CVE-2021-41773)'],
  ] as const;
  const ports = [22, 23, 445, 1433, 2375, 3306, 3389, 5432, 5900, 6379, 8080, 8443, 9200, 27_017];
  return Array.from({ length: 42 }, (_, i): HostEvent => {
    const at = end - 3_600_000 + i * 85_000 + random(60_000);
    if (i === 41) return { kind: 'agent', at, number: 2000, severity: 'info', title: 'Policy Sent' };
    if (i % 4 === 3) {
      const [ruleID, reason] = rules[random(3)] ?? rules[0];
      return ipsEvent({
        at,
        ruleID,
        sid: 9_000_000 + ruleID,
        reason,
        sourceIP: i % 8 === 3 ? scanner : address(),
        sourcePort: 1024 + random(64_000),
        destinationPort: [80, 443, 8080][random(3)] ?? 80,
        packetSize: 60 + random(1400),
        positionInStream: random(900),
        severity: random(2) ? 'critical' : 'high',
      });
    }
    return firewallEvent({
      at,
      ...(random(3) === 0 && { repeatCount: 2 + random(5), endAt: at + random(9000) }),
      sourceIP: address(),
      sourcePort: 1024 + random(64_000),
      destinationPort: ports[random(ports.length)] ?? 22,
      packetSize: 40 + random(20),
      flags: ['SYN', 'SYN', 'SYN ACK', 'RST'][random(4)] ?? 'SYN',
    });
  });
};
