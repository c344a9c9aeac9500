import { describe, expect, it } from 'vitest';
import { toJsonEvent } from './json.ts';
import { conditionNames, isLike, type Routing, topicsFor, type Wanted } from './routing.ts';
import { attack, denied, offline, samples } from './samples.ts';

describe('JSON events', () => {
  it('of a rule hit', () => {
    expect(toJsonEvent(attack)).toEqual({
      EventType: 'PayloadLog',
      EventID: 0,
      UniqueID: '12-1767323045006-1-0',
      LogDate: '2026-01-02T03:04:05.006Z',
      TenantGUID: '11111111-2222-4333-8444-555555555555',
      TenantID: 7,
      TenantName: 'Acme',
      Origin: 0,
      OriginString: 'Agent',
      Action: 0x82,
      ActionString: 'Detect Only: Reset',
      HostID: 12,
      Hostname: 'web-1',
      HostAgentVersion: '1.2.3',
      HostOS: 'Debian 12',
      HostSecurityPolicyID: 3,
      HostSecurityPolicyName: 'Web',
      Reason: 'Log4Shell in a header',
      RepeatCount: 2,
      Direction: 0,
      DirectionString: 'Incoming',
      Protocol: 6,
      ProtocolString: 'TCP',
      SourceIP: '203.0.113.9',
      SourcePort: 40_000,
      DestinationIP: '192.0.2.1',
      DestinationPort: 80,
      Tags: '',
      ApplicationType: 'Web Server',
      Flow: 0,
      FlowString: 'Connection Flow',
      Note: 'CVE-2021-44228',
      PosInStream: 17,
      Severity: 4,
      SeverityString: 'Critical',
      Status: 0,
    });
  });

  it.each([
    [
      'a reason of the firewall',
      denied,
      { EventType: 'PacketLog', Status: 123, Frame: 2048, Flags: '0x02 SYN' },
    ],
    [
      'a system event',
      offline,
      { EventType: 'SystemEvent', Number: 730, Severity: 3, Origin: 3, TargetID: 12 },
    ],
    [
      'a reason of the inspection, negative',
      {
        ...attack,
        rule: undefined,
        event: { ...attack.event, status: 500, reason: 'URI Path Depth Exceeded' },
      },
      { Status: -500, Reason: 'URI Path Depth Exceeded' },
    ],
    [
      'a folded event',
      { ...attack, event: { ...attack.event, endAt: attack.event.at + 5 } },
      { EndLogDate: '2026-01-02T03:04:05.011Z' },
    ],
  ] as const)('of %s', (_, told, expected) => {
    expect(toJsonEvent(told)).toMatchObject(expected);
  });

  it('hold whole numbers and texts only', () => {
    for (const value of samples.flatMap((told) => Object.values(toJsonEvent(told)))) {
      expect(typeof value === 'string' || Number.isInteger(value)).toBe(true);
    }
  });
});

const routing = (condition?: Record<string, Record<string, Wanted>>): Routing => ({
  Version: '2014-09-24',
  Statement: [{ Topic: 'arn:aws:sns:eu-west-1:1:t', ...(condition && { Condition: condition }) }],
});

describe('routing to topics', () => {
  it.each([
    ['no condition', undefined, true],
    ['Bool', { Bool: { Severity: true } }, true],
    ['Exists', { Exists: { Number: true } }, false],
    ['Exists false', { Exists: { Number: false } }, true],
    ['IpAddress in CIDR', { IpAddress: { SourceIP: ['10.0.0.0/8', '203.0.113.0/24'] } }, true],
    ['NotIpAddress', { NotIpAddress: { SourceIP: ['10.0.0.0/8', '203.0.113.9'] } }, false],
    ['NumericEquals one of', { NumericEquals: { DestinationPort: [443, '80'] } }, true],
    ['NumericNotEquals', { NumericNotEquals: { DestinationPort: 443 } }, true],
    ['NumericGreaterThanEquals', { NumericGreaterThanEquals: { Severity: 4 } }, true],
    ['NumericLessThan of what is not there', { NumericLessThan: { Number: 4 } }, false],
    ['StringEqualsIgnoreCase', { StringEqualsIgnoreCase: { Hostname: 'WEB-1' } }, true],
    ['StringNotLike', { StringNotLike: { Hostname: 'db-*' } }, true],
    ['StringNotEquals of what is not there', { StringNotEquals: { ActionBy: 'x' } }, true],
    ['two lines, one fails', { StringLike: { Hostname: 'web-?' }, NumericEquals: { Severity: 1 } }, false],
  ] as const)('%s', (_, condition, expected) => {
    expect(topicsFor(routing(condition), toJsonEvent(attack))).toHaveLength(expected ? 1 : 0);
  });

  it('knows every condition of the format', () => expect(conditionNames).toHaveLength(16));

  it.each([
    ['web-1', 'web-?', true],
    ['web-12', 'web-?', false],
    ['', '*', true],
    ['abcabd', '*ab?', true],
    ['a'.repeat(5000), `${'*a'.repeat(50)}b`, false],
  ])('like: %.10s %.10s', (text, pattern, expected) => expect(isLike(text, pattern)).toBe(expected));
});
