import { randomUUID } from 'node:crypto';
import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { firewallRules } from '../../shared/schema/api/policy/firewall-rule.ts';
import { intrusionPreventionRules } from '../../shared/schema/api/policy/intrusion-prevention-rule.ts';
import type { ComputerItem } from '../../shared/table/entities/computer/computer.ts';
import { BLOCK_SIZE, blockOf, packRows, rowOf } from '../../shared/table/entities/computer/computer-block.ts';
import type { HostItem } from '../../shared/table/entities/computer/host.ts';
import { writeSeenHosts } from '../../shared/table/entities/computer/seen-hosts.ts';
import { newObject, putObject } from '../../shared/table/entities/object/object.ts';
import { FIRST_TENANT_RULE_ID } from '../../shared/table/entities/policy/firewall-rule.ts';
import { HOST_SHARDS, keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import { TABLE } from '../support/table.ts';

export const COMPUTERS = 10_000;
export const POLICIES = 500;
export const RULES = 8_000;
/** Firewall rules as many as a tenant may have of its own, and of own intrusion prevention rules as many. */
export const OWN_RULES = 2_000;

/** A large tenant as the table holds it: policies of 30 rules, computers with what hosts said of themselves. */
export const seedLargeTenant = async (
  documents: DynamoDBDocumentClient,
  store: Store,
  tenant: string,
): Promise<void> => {
  const items: object[] = [];
  for (let ID = 1; ID <= POLICIES; ID++) {
    items.push({
      ...keys.policy(tenant, ID),
      kind: 'policy',
      tenant,
      ID,
      revision: 1,
      name: `policy ${ID}`,
      ...(ID > 10 && { parentID: 1 + (ID % 10) }),
      firewallRuleIDs: [],
      ipsState: 'prevent',
      ipsRuleIDs: Array.from({ length: 30 }, (_, i) => 1 + ((ID * 37 + i * 11) % RULES)).sort(
        (a, b) => a - b,
      ),
    });
  }
  items.push(...firewallRulesOf(tenant), ...intrusionPreventionRulesOf(tenant));
  const computers = Array.from({ length: COMPUTERS }, (_, i) => computerAt(tenant, i + 1));
  const hosts = computers.map(({ ID, policyID }) => hostAt(tenant, ID, policyID));
  items.push(...computers, ...hosts);
  for (let block = 0; block <= blockOf(COMPUTERS); block++) {
    const rows = computers.filter(({ ID }) => blockOf(ID) === block).map(rowOf);
    items.push({
      ...keys.computerBlock(tenant, block),
      kind: 'computer-block',
      tenant,
      revision: BLOCK_SIZE,
      packed: packRows(rows),
    });
  }
  for (let shard = 0; shard < HOST_SHARDS; shard++) {
    await writeSeenHosts(
      store,
      tenant,
      shard,
      hosts.filter(({ ID }) => ID % HOST_SHARDS === shard),
      Date.now(),
    );
  }
  for (let i = 0; i < items.length; i += 25) {
    const batch = items.slice(i, i + 25).map((Item) => ({ PutRequest: { Item } }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [TABLE]: batch } }));
  }
};

/** What is random on a real computer is random here, or it would pack too well. */
function computerAt(tenant: string, ID: number): ComputerItem {
  return {
    ...keys.computer(tenant, ID),
    kind: 'computer',
    ID,
    hostGUID: randomUUID().toUpperCase(),
    hostName: `ip-10-${ID % 7}-${ID % 251}-${ID}.ap-northeast-1.compute.internal`,
    displayName: ID % 3 === 0 ? `web server ${ID}` : '',
    description: '',
    platform: ID % 2 ? 'Debian GNU/Linux 12' : 'Red Hat Enterprise Linux 9.4 (Plow)',
    kernel: '6.1.0-18-amd64',
    architecture: 'x64',
    agentVersion: '0.1.0',
    lastIPUsed: `203.0.113.${ID % 250}`,
    addresses: [`10.${ID % 7}.${ID % 251}.${ID % 241}`, `fe80::${ID.toString(16)}`],
    problems: [],
    groupID: 0,
    policyID: 1 + (ID % POLICIES),
    agentFingerPrint: Buffer.from(randomUUID() + randomUUID())
      .toString('base64url')
      .slice(0, 43),
    activated: Date.now() - ID,
  };
}

function hostAt(tenant: string, ID: number, policyID: number): HostItem {
  return {
    ...keys.host(tenant, ID),
    kind: 'host',
    tenant,
    ID,
    key: Buffer.from(randomUUID()).toString('base64url').slice(0, 43),
    thumbprint: Buffer.from(randomUUID()).toString('base64url').slice(0, 43),
    machine: randomUUID(),
    counter: ID,
    seen: Date.now() - Math.floor(Math.random() * 600_000),
    offline: false,
    head: `p${policyID}`,
    sequence: 1,
    appliedSequence: 1,
    modules: 'off/prevent',
  };
}

/** As the API writes them: what a caller gave, and what a manager fills in. */
function firewallRulesOf(tenant: string): object[] {
  return Array.from({ length: OWN_RULES }, (_, i) => {
    const body = {
      name: `allow service ${i} from the office`,
      description:
        i % 3 === 0 ? `ticket CHG${100_000 + i}: asked for by the team that runs service ${i}` : '',
      action: 'allow',
      protocol: 'tcp',
      sourceIPType: 'single',
      sourceIPValue: `198.51.100.${i % 250}`,
      destinationPortType: 'multiple',
      destinationPortMultiple: [String(1024 + i), '8443'],
    };
    const members = { ...firewallRules.body.parse(body), frameNumber: 2048 };
    return putObject(newObject(tenant, 'firewallrules', FIRST_TENANT_RULE_ID + i, members));
  });
}

function intrusionPreventionRulesOf(tenant: string): object[] {
  return Array.from({ length: OWN_RULES }, (_, i) => {
    const body = {
      name: `own rule ${i}`,
      applicationTypeID: 300,
      template: 'signature',
      signature: `/cgi-bin/service-${i}/admin?debug=`,
      severity: i % 2 ? 'high' : 'medium',
      ...(i % 4 === 0 && { CVE: [`CVE-2026-${10_000 + i}`] }),
    };
    const given = intrusionPreventionRules.body.parse(body);
    const dates = { originalIssue: Date.now() - i, lastUpdated: Date.now() };
    const members = { ...given, action: 'drop', caseSensitive: false, ...dates };
    return putObject(newObject(tenant, 'intrusionpreventionrules', FIRST_TENANT_RULE_ID + i, members));
  });
}
