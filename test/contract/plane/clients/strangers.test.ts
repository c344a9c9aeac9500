import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../../support/call.ts';
import { commerce } from '../../../support/commerce.ts';
import { type ManagementApi, managementApi } from '../../../support/management-api.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

/**
 * What clients send that nobody named: a CloudFormation provider, Terraform's generic REST provider, reports and CSV
 * imports in PowerShell, an orchestration platform's connector. Requests in their own spelling.
 */
let table: TestTable;
let plane: ReturnType<typeof commerce>;
let ask: ManagementApi;
beforeAll(async () => {
  table = await startTable();
  plane = commerce(table.store);
  ask = managementApi(table.store, await plane.tenant());
});
afterAll(() => table.stop());

const made = async (path: string, body: unknown): Promise<number> => {
  const answer = await ask('POST', path, body);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body.ID;
};

describe('CloudFormation, where every value is text', () => {
  it('makes a port list and a rule that names it by its id as text', async () => {
    const list = await made('portlists', { name: 'My Remote Desktop', items: ['3389 # Remote Desktop'] });
    const rule = {
      name: 'RDP Server',
      action: 'allow',
      priority: '0',
      frameType: 'ip',
      frameNumber: 2048,
      frameNot: 'false',
      protocol: 'tcp',
      destinationPortType: 'port-list',
      destinationPortListID: String(list),
      anyFlags: 'true',
    };
    expect(await ask('POST', 'firewallrules', rule)).toMatchObject({
      status: 200,
      body: { destinationPortListID: list, anyFlags: true },
    });
  });

  it('makes a context with switches as Python spells them', async () => {
    const context = {
      name: 'My Context',
      localConnectionsEnabled: 'True',
      remoteConnectionsEnabled: 'False',
      noConnectionEnabled: 'False',
    };
    expect(await ask('POST', 'contexts', context)).toMatchObject({
      status: 200,
      body: { localConnectionsEnabled: true, remoteConnectionsEnabled: false },
    });
  });

  it('assigns a rule at a path with a slash at its end, and takes it off again, twice', async () => {
    const policy = await made('policies', { name: 'My Managed Policy', firewall: { state: 'inherited' } });
    const path = `policies/${policy}/intrusionprevention/assignments`;
    expect(await ask('POST', `${path}/`, { ruleIDs: ['1'] })).toMatchObject({
      status: 200,
      body: { assignedRuleIDs: [1] },
    });
    expect(await ask('DELETE', `${path}/1`)).toMatchObject({ status: 200 });
    expect(await ask('DELETE', `${path}/1`)).toMatchObject({ status: 404 });
  });
});

describe('Terraform', () => {
  it('makes a policy from a whole export of the console, modules that are not offered included', async () => {
    const parentID = 1;
    const policy = {
      parentID,
      name: 'Playground Linux Server',
      policySettings: {
        firewallSettingEngineOptionConnectionsNumTcpMax: { value: '1000000' },
        antiMalwareSettingScanCacheOnDemandConfigId: { value: '1' },
        deviceControlSettingDeviceControlUsbStorageDeviceAction: { value: 'Full Access' },
      },
      recommendationScanMode: 'off',
      autoRequiresUpdate: 'on',
      antiMalware: {
        state: 'on',
        realTimeScanScheduleID: 1,
        manualScanDirectorySetting: { lists: [], inherited: false, directoryLists: [] },
      },
      webReputation: { state: 'on' },
      deviceControl: { state: 'off' },
      firewall: { state: 'on', globalStatefulConfigurationID: 1, ruleIDs: [] },
      intrusionPrevention: { state: 'prevent' },
      integrityMonitoring: { state: 'real-time' },
      logInspection: { state: 'on' },
      applicationControl: { state: 'off', trustRulesetID: '0' },
    };
    const { status, body } = await ask('POST', 'policies', policy);
    expect([status, body]).toMatchObject([
      200,
      { parentID, firewall: { state: 'on', globalStatefulConfigurationID: 1 } },
    ]);
    expect(await ask('GET', `policies/${body.ID}`)).toMatchObject({ status: 200, body: { ID: body.ID } });
  });

  it('asks for a scan once, in five minutes', async () => {
    const policyID = await made('policies', { name: 'Scanned' });
    const startTime = Date.now() + 300_000;
    const task = {
      name: 'Once Only Scan Computers for Recommendations',
      type: 'scan-for-recommendations',
      scheduleDetails: {
        timeZone: 'UTC',
        recurrenceType: 'none',
        onceOnlyScheduleParameters: { startTime },
      },
      enabled: true,
      nextRunTime: startTime,
      scanForRecommendationsTaskParameters: {
        computerFilter: { type: 'computers-using-policy', policyID },
      },
    };
    expect(await ask('POST', 'scheduledtasks', task)).toMatchObject({
      status: 200,
      body: { nextRunTime: startTime },
    });
  });

  it('sets several system settings at once and finds what it set', async () => {
    const settings = {
      platformSettingAgentInitiatedActivationEnabled: { value: 'For any computers' },
      platformSettingWindowsUpgradeOnActivationEnabled: { value: 'true' },
      platformSettingLinuxUpgradeOnActivationEnabled: { value: 'true' },
    };
    expect(await ask('POST', 'systemsettings', settings)).toMatchObject({ status: 200, body: settings });
  });

  it.each([
    ['policies', 'policies', 'Base Policy', 1],
    ['schedules', 'schedules', 'Every Day All Day', 1],
    ['statefulconfigurations', 'statefulConfigurations', 'Enable Stateful Inspection', 1],
  ])('finds what every manager has in %s', async (path, envelope, name, ID) => {
    const { body } = await ask<Record<string, { ID: number; name: string }[]>>('GET', path);
    expect(body[envelope]?.find((thing) => thing.name === name)?.ID).toBe(ID);
  });
});

describe('PowerShell', () => {
  it('pages with numbers as text', async () => {
    const ID = await made('computers', { hostName: 'reported', groupID: '0', policyID: '0' });
    const searchCriteria = [{ idValue: '0', idTest: 'greater-than' }];
    const { status, body } = await ask<{ computers: { ID: number }[] }>('POST', 'computers/search', {
      maxItems: '5000',
      searchCriteria,
    });
    expect(status).toBe(200);
    expect(body.computers.map((computer) => computer.ID)).toContain(ID);
  });

  it('gives a role one more group, read from a table', async () => {
    const groupID = await made('computergroups', { name: 'Database Servers' });
    const roleID = await made('roles', { name: 'Audit Group' });
    const role = { allComputers: 'false', computerGroupIDs: [String(groupID)] };
    expect(await ask('POST', `roles/${roleID}`, role)).toMatchObject({
      status: 200,
      body: { allComputers: false, computerGroupIDs: [groupID] },
    });
  });

  it('reports on every tenant with a key that lives half an hour', async () => {
    const headers = await plane.operatorAuth();
    const filter = {
      maxItems: '5000',
      searchCriteria: [{ choiceValue: 'active', choiseTest: 'equal', fieldName: 'tenantState' }],
    };
    const found = await call<{ tenants: { ID: number }[] }>(plane.operator, {
      path: '/api/tenants/search',
      headers,
      body: filter,
    });
    const [tenant] = found.body.tenants;
    const key = {
      keyName: 'ComputerReport',
      description: 'Temp API Key for Computer Report',
      locale: 'en-US',
      timeZone: 'America/Chicago',
      active: 'true',
      expiryDate: Date.now() + 2_000_000,
    };
    const path = `/api/tenants/${tenant?.ID}/apikeys`;
    expect(await call(plane.operator, { path, headers, body: key })).toMatchObject({
      status: 200,
      body: { secretKey: expect.any(String), ID: expect.any(Number) },
    });
  });
});

describe('an orchestration platform', () => {
  it('writes a whole computer back with another policy', async () => {
    const policyID = await made('policies', { name: 'Assigned by a playbook' });
    const ID = await made('computers', { hostName: 'orchestrated' });
    const { body } = await ask('GET', `computers/${ID}`);
    expect(await ask('POST', `computers/${ID}`, { ...body, policyID })).toMatchObject({
      status: 200,
      body: { policyID },
    });
  });
});
