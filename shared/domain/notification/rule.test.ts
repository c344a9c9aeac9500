import { describe, expect, it } from 'vitest';
import { type Conditions, type EventFacts, matches, mayMatch, type NotificationRule } from './rule.ts';

const none: Conditions = {
  ruleIDs: [],
  cves: [],
  actions: [],
  reasons: [],
  computerIDs: [],
  computerGroupIDs: [],
  policyIDs: [],
  addresses: [],
  eventIDs: [],
};
const rule = (
  conditions: Partial<Conditions> = {},
  more: Partial<NotificationRule> = {},
): NotificationRule => ({
  ID: 1,
  name: 'r',
  enabled: true,
  eventClass: 'intrusion-prevention',
  conditions: { ...none, ...conditions },
  destinationIDs: [1],
  digestMinutes: 15,
  ...more,
});
const attack: EventFacts = {
  eventClass: 'intrusion-prevention',
  severity: 'high',
  ruleID: 7,
  CVE: ['CVE-2021-44228'],
  action: 'reset',
  reason: 'Log4Shell in a header',
  computerID: 12,
  groupID: 3,
  policyID: 4,
  addresses: ['203.0.113.9', '192.0.2.1'],
};

describe('an attack of high severity', () => {
  it.each<[string, Partial<Conditions>, boolean]>([
    ['nothing asked', {}, true],
    ['at least high', { severityAtLeast: 'high' }, true],
    ['at least critical', { severityAtLeast: 'critical' }, false],
    ['its rule among others', { ruleIDs: [1, 7] }, true],
    ['another rule', { ruleIDs: [1] }, false],
    ['its CVE', { cves: ['CVE-2021-44228'] }, true],
    ['another CVE', { cves: ['CVE-2014-6271'] }, false],
    ['its action', { actions: ['reset'] }, true],
    ['another action', { actions: ['log'] }, false],
    ['a reason with wildcards in other letters', { reasons: ['LOG4*'] }, true],
    ['its computer', { computerIDs: [12] }, true],
    ['its group', { computerGroupIDs: [3] }, true],
    ['another group', { computerGroupIDs: [0] }, false],
    ['its policy', { policyIDs: [4] }, true],
    ['the network of its source', { addresses: ['203.0.113.0/24'] }, true],
    ['the address of its destination', { addresses: ['192.0.2.1'] }, true],
    ['another network', { addresses: ['10.0.0.0/8'] }, false],
    ['one condition of two', { ruleIDs: [7], computerIDs: [13] }, false],
  ])('%s: %j is %s', (_, conditions, expected) => {
    expect(matches(rule(conditions), attack)).toBe(expected);
  });

  it('is not of another class, and not told by a rule that is off', () => {
    expect(matches(rule({}, { eventClass: 'firewall' }), attack)).toBe(false);
    expect(matches(rule({}, { enabled: false }), attack)).toBe(false);
  });
});

describe('a batch by its summary', () => {
  const hint = {
    kinds: ['intrusion-prevention'],
    ruleIDs: [7],
    severities: ['high'],
    computerID: 12,
    mostRules: 50,
  };

  it('is skipped only where nothing in it can be wanted', () => {
    expect(mayMatch(rule(), hint)).toBe(true);
    expect(mayMatch(rule({ ruleIDs: [8] }), hint)).toBe(false);
    expect(mayMatch(rule({ severityAtLeast: 'critical' }), hint)).toBe(false);
    expect(mayMatch(rule({ computerIDs: [13] }), hint)).toBe(false);
    expect(mayMatch(rule({}, { eventClass: 'agent' }), hint)).toBe(false);
  });

  it('is looked into where its list of rules is full', () => {
    const full = { ...hint, ruleIDs: Array.from({ length: 50 }, (_, i) => i + 100) };
    expect(mayMatch(rule({ ruleIDs: [8] }), full)).toBe(true);
  });
});
