import { describe, expect, it } from 'vitest';
import type { HostRule } from '../../../../shared/domain/policy/host-config.ts';
import { hostEvent } from '../../../../shared/schema/agent/events.ts';
import type { FirewallEvent } from '../../firewall/event.ts';
import type { InspectionHit } from '../../inspect/spec.ts';
import { clockStep, clockStepText } from '../clock-step.ts';
import { agentEvent, lossNotice } from './agent-event.ts';
import { firewallEvent } from './firewall-event.ts';
import { hitEvent } from './hit-event.ts';
import { noticeEvent } from './notice-event.ts';
import { flushAt, isUrgent } from './urgent.ts';

const hit: InspectionHit = {
  at: 1000,
  ruleID: 5,
  sid: 1_000_005,
  action: 'drop',
  reason: null,
  flow: {
    protocol: 'tcp',
    client: { ip: '2001:db8::7', port: 4000 },
    server: { ip: '2001:db8::1', port: 443 },
  },
  toServer: true,
  positionInStream: 12,
  interface: null,
  packetSize: 99,
};
const rule: HostRule = {
  ID: 5,
  name: 'Traversal',
  severity: 'high',
  applicationTypeID: 1,
  signatures: ['x'],
  action: 'reset',
  detectOnly: false,
  protocol: 'tcp',
  ports: [],
};

describe('a hit', () => {
  it('becomes an event with the rule’s name and severity', () => {
    expect(hostEvent.parse(hitEvent(hit, rule))).toEqual({
      kind: 'intrusion-prevention',
      at: 1000,
      repeatCount: 1,
      direction: 'incoming',
      protocol: 'tcp',
      sourceIP: '2001:db8::7',
      sourcePort: 4000,
      destinationIP: '2001:db8::1',
      destinationPort: 443,
      packetSize: 99,
      ruleID: 5,
      sid: 1_000_005,
      status: 0,
      reason: 'Traversal',
      severity: 'high',
      action: 'block',
      flow: 'connection',
      positionInStream: 12,
    });
  });

  it.each([
    ['drop', rule, 'block'],
    ['reset', rule, 'reset'],
    ['alert', rule, 'detect-only-reset'],
    ['alert', { ...rule, action: 'drop' as const }, 'detect-only-block'],
    ['alert', undefined, 'detect-only-block'],
  ] as const)('%s is told as what was or would have been done', (action, of, expected) => {
    expect(hitEvent({ ...hit, action }, of).action).toBe(expected);
  });

  it('of the answer goes out the other way', () => {
    expect(hitEvent({ ...hit, toServer: false }, rule)).toMatchObject({
      direction: 'outgoing',
      flow: 'reverse',
      sourceIP: '2001:db8::1',
      destinationPort: 4000,
    });
  });

  it('of the engine itself carries its reason and no rule', () => {
    const event = hitEvent({ ...hit, ruleID: 0, sid: 0, reason: 501 }, undefined);
    expect(event).toMatchObject({ status: 501, reason: 'Invalid Traversal', severity: 'medium' });
    expect(event).not.toHaveProperty('ruleID');
  });
});

describe('a denied packet', () => {
  const seen: FirewallEvent = {
    eventID: 21,
    ruleID: 9,
    direction: 'incoming',
    interface: 'eth0',
    version: 4,
    protocol: 6,
    flags: 0x12,
    sourceIP: '192.0.2.7',
    sourcePort: 1,
    destinationIP: '192.0.2.1',
    destinationPort: 22,
    packetSize: 60,
    startTime: 1000,
    endTime: 2000,
    repeatCount: 3,
  };
  it('becomes an event with the rule’s name, folded as it came', () => {
    expect(hostEvent.parse(firewallEvent(seen, () => 'No SSH'))).toMatchObject({
      kind: 'firewall',
      at: 1000,
      endAt: 2000,
      repeatCount: 3,
      protocol: 'tcp',
      status: 21,
      reason: 'No SSH',
      action: 'deny',
      flags: 'SYN ACK',
    });
  });
  it('of no rule carries the reason of the implicit deny', () => {
    const event = firewallEvent(
      { ...seen, eventID: 123, ruleID: null, protocol: 99, flags: null },
      () => undefined,
    );
    expect(hostEvent.parse(event)).toMatchObject({
      status: 123,
      reason: 'Out Of Allowed Policy',
      protocol: '99',
    });
  });
});

describe('urgency', () => {
  it.each([
    ['block', 'critical', true],
    ['reset', 'high', true],
    ['block', 'medium', false],
    ['detect-only-block', 'critical', false],
  ] as const)('of %s with severity %s', (action, severity, urgent) => {
    expect(isUrgent({ ...hitEvent(hit, rule), action, severity })).toBe(urgent);
  });
  it('has word that protection is away, not every word of the agent', () => {
    expect(isUrgent(agentEvent('partDied', 0))).toBe(true);
    expect(isUrgent(agentEvent('started', 0))).toBe(false);
  });
  it('flushes at once, then every ten seconds at most', () => {
    expect(flushAt(50_000, undefined)).toBe(50_200);
    expect(flushAt(50_000, 49_000)).toBe(59_000);
    expect(flushAt(50_000, 1_000)).toBe(50_200);
  });
});

describe('the clock', () => {
  const before = { wall: 1_000_000, monotonic: 500 };
  it.each([
    ['runs', 30_000, 30_000, 0],
    ['is slewed by NTP', 30_000, 31_000, 0],
    ['is set forward', 30_000, 330_000, 300_000],
    ['is set back', 30_000, -600_000, -630_000],
  ])('%s', (_what, monotonic, wall, step) => {
    expect(clockStep(before, { wall: before.wall + wall, monotonic: before.monotonic + monotonic })).toBe(
      step,
    );
  });
  it('says which way and how far', () => {
    expect(clockStepText(-630_000)).toBe("The host's clock was set back by 630 seconds.");
  });
});

it('tells what happened to inspection in whole sentences that fit an event', () => {
  for (const notice of [
    { kind: 'child-hung', silentMs: 2000 },
    { kind: 'child-died', code: 1, signal: null, detail: 'x'.repeat(5000) },
    { kind: 'child-back', awayMs: 10 },
    { kind: 'hits-lost', count: 3 },
    { kind: 'overflow', count: 3 },
  ] as const) {
    const event = agentEvent(noticeEvent(notice, 'open')[0], 0, noticeEvent(notice, 'open')[1]);
    expect(hostEvent.safeParse(event).success).toBe(true);
  }
  expect(noticeEvent({ kind: 'child-hung', silentMs: 2000 }, 'closed')[1]).toContain('is stopped');
  expect(hostEvent.safeParse(lossNotice(5, 'disk', 0)).success).toBe(true);
});
