import { describe, expect, it } from 'vitest';
import { firewallRules } from '../../../schema/api/policy/firewall-rule.ts';
import { intrusionPreventionRules } from '../../../schema/api/policy/intrusion-prevention-rule.ts';
import { newObject, objectItem, putObject } from './object.ts';

const firewallRule = { ...firewallRules.body.parse({ name: 'Web' }), frameNumber: 2048 };
const ownRule = {
  ...intrusionPreventionRules.body.parse({ name: 'Own', applicationTypeID: 300, template: 'signature' }),
  action: 'drop',
  caseSensitive: false,
  originalIssue: 1,
};

describe('items of a large collection', () => {
  it.each<[string, string, Record<string, unknown>, object]>([
    ['an ordinary firewall rule', 'firewallrules', firewallRule, { name: 'Web' }],
    [
      'one that differs',
      'firewallrules',
      { ...firewallRule, action: 'allow', sourceIPNot: true, sourceIPListID: 3 },
      { name: 'Web', action: 'allow', sourceIPNot: true, sourceIPListID: 3 },
    ],
    [
      'an own rule',
      'intrusionpreventionrules',
      { ...ownRule, CVE: ['CVE-2026-1000'] },
      { name: 'Own', applicationTypeID: 300, originalIssue: 1, CVE: ['CVE-2026-1000'] },
    ],
  ])('%s is stored as what differs, and read whole', (_, collection, members, differs) => {
    const item = newObject('T', collection, 10_000_001, members);
    const put = putObject(item);
    expect(put).not.toHaveProperty('members');
    expect('differs' in put && JSON.parse(put.differs)).toEqual(differs);
    expect(objectItem.parse(put)).toEqual(item);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['another collection', 'iplists', { name: 'Office', description: '' }],
    ['a rule that has no frame number', 'firewallrules', { ...firewallRule, frameNumber: undefined }],
    ['what is set of a rule of the catalogue', 'intrusionpreventionrules', { detectOnly: false }],
  ])('%s is stored as it is', (_, collection, members) => {
    const item = newObject('T', collection, 1, members);
    expect(putObject(item)).toEqual(item);
    expect(objectItem.parse(item)).toEqual(item);
  });

  it('what absence means is frozen: items are stored by it', () => {
    const nothing = (collection: string) => {
      const { members: _, ...item } = newObject('T', collection, 10_000_001, {});
      return objectItem.parse({ ...item, differs: '{}' }).members;
    };
    expect(nothing('firewallrules')).toMatchInlineSnapshot(`
      {
        "action": "deny",
        "alertEnabled": false,
        "anyFlags": true,
        "description": "",
        "destinationIPNot": false,
        "destinationIPType": "any",
        "destinationMACNot": false,
        "destinationMACType": "any",
        "destinationPortNot": false,
        "destinationPortType": "any",
        "direction": "incoming",
        "frameNot": false,
        "frameNumber": 2048,
        "frameType": "ip",
        "includePacketData": false,
        "logDisabled": false,
        "priority": "0",
        "protocol": "any",
        "protocolNot": false,
        "sourceIPNot": false,
        "sourceIPType": "any",
        "sourceMACNot": false,
        "sourceMACType": "any",
        "sourcePortNot": false,
        "sourcePortType": "any",
      }
    `);
    expect(nothing('intrusionpreventionrules')).toMatchInlineSnapshot(`
      {
        "action": "drop",
        "alertEnabled": false,
        "alwaysIncludePacketData": false,
        "caseSensitive": false,
        "debugModeEnabled": false,
        "description": "",
        "detectOnly": false,
        "eventLoggingDisabled": false,
        "generateEventOnPacketDrop": true,
        "priority": "normal",
        "severity": "medium",
        "template": "signature",
      }
    `);
  });
});
