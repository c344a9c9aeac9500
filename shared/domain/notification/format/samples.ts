import type { ToldEvent, ToldPacket, ToldSystem } from './told-event.ts';

/** Events as they are told, for the tests of every format. */
const tenant = { ID: 7, guid: '11111111-2222-4333-8444-555555555555', name: 'Acme' };
const host = {
  ID: 12,
  name: 'web-1',
  agentVersion: '1.2.3',
  platform: 'Debian 12',
  policyID: 3,
  policyName: 'Web',
};
const at = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
const packet = {
  at,
  repeatCount: 2,
  direction: 'incoming',
  protocol: 'tcp',
  sourceIP: '203.0.113.9',
  sourcePort: 40_000,
  destinationIP: '192.0.2.1',
  destinationPort: 80,
  packetSize: 512,
  status: 0,
} as const;

export const attack = {
  eventClass: 'intrusion-prevention',
  id: '12-1767323045006-1-0',
  tenant,
  host,
  rule: {
    ID: 1_005_924,
    name: 'Log4Shell in a header',
    CVE: ['CVE-2021-44228'],
    applicationType: 'Web Server',
  },
  event: {
    ...packet,
    reason: 'Log4Shell in a header',
    severity: 'critical',
    action: 'detect-only-reset',
    flow: 'connection',
    positionInStream: 17,
  },
} as const satisfies ToldPacket;

export const denied = {
  eventClass: 'firewall',
  id: '12-1767323045006-1-1',
  tenant,
  host: { ...host, name: '198.51.100.4' },
  event: {
    ...packet,
    status: 123,
    reason: 'Out Of Allowed Policy',
    action: 'deny',
    frameType: 'IP',
    flags: '0x02 SYN',
  },
} as const satisfies ToldPacket;

export const offline = {
  eventClass: 'system',
  id: 's-1',
  tenant,
  version: '1.0.0',
  event: {
    at,
    number: 730,
    severity: 'error',
    title: 'Offline',
    description: 'web-1 was not heard of.\nCheck its network.',
    actionBy: 'System',
    origin: 'manager',
    targetType: 'Host',
    targetID: 12,
    targetName: 'web-1',
  },
} as const satisfies ToldSystem;

export const samples: readonly ToldEvent[] = [attack, denied, offline];
