import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commerce } from '../../../support/commerce.ts';
import { type ManagementApi, managementApi } from '../../../support/management-api.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

/**
 * What the vendor's own published samples (JavaScript, Java, Python) and community scripts in PowerShell put on the
 * wire, slips included: a manager takes them, so they must pass.
 */
let table: TestTable;
let ask: ManagementApi;
beforeAll(async () => {
  table = await startTable();
  ask = managementApi(table.store, await commerce(table.store).tenant());
});
afterAll(() => table.stop());

const made = async (path: string, body: unknown): Promise<number> => {
  const answer = await ask('POST', path, body);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body.ID;
};

describe('samples', () => {
  it('find instances of an account by one criterion without brackets', async () => {
    const criterion = {
      fieldName: 'ec2VirtualMachineSummary/accountID',
      stringTest: 'equal',
      stringValue: '1',
    };
    const wish = { maxItems: null, searchCriteria: criterion };
    expect(await ask('POST', 'computers/search', wish, { expand: 'ec2VirtualMachineSummary' })).toMatchObject(
      { status: 200, body: { computers: [] } },
    );
  });

  it('page through computers, 10 at a time, by the id of the last', async () => {
    for (let i = 0; i < 12; i++) await made('computers', { hostName: `paged-${i}` });
    const pages: number[][] = [];
    for (let last = 0; pages.length === 0 || pages.at(-1)?.length === 10; ) {
      const searchCriteria = [{ idValue: last, idTest: 'greater-than' }];
      const { body } = await ask<{ computers: { ID: number }[] }>(
        'POST',
        'computers/search',
        { maxItems: 10, searchCriteria },
        { expand: 'none', overrides: 'False' },
      );
      pages.push(body.computers.map(({ ID }) => ID));
      last = body.computers.at(-1)?.ID ?? last;
    }
    expect(pages.map((page) => page.length)).toEqual([10, 2]);
    expect(pages.flat()).toEqual(pages.flat().toSorted((a, b) => a - b));
  });

  it('make a key for auditors with the role as text', async () => {
    const key = { keyName: 'Audit', roleID: '2', locale: 'en-US', timeZone: 'Asia/Tokyo' };
    expect(await ask('POST', 'apikeys', key)).toMatchObject({ status: 200, body: { roleID: 2 } });
  });

  it('make a policy below another with members that no manager knows', async () => {
    const { body } = await ask<{ policies: { ID: number }[] }>('POST', 'policies/search', {
      searchCriteria: [
        { fieldName: 'name', stringTest: 'equal', stringValue: '%Base Policy%', maxResults: 1 },
      ],
    });
    const [base] = body.policies;
    const policy = {
      name: 'Sample',
      parentID: base?.ID,
      detectionEngineState: 'off',
      autoRequiresUpdate: 'on',
    };
    expect(await ask('POST', 'policies', policy)).toMatchObject({
      status: 200,
      body: { parentID: base?.ID, autoRequiresUpdate: 'on' },
    });
  });

  it('turn a policy’s firewall on, assign rules and set a switch as a switch', async () => {
    const ID = await made('policies', { name: 'Firewalled' });
    const rule = await made('firewallrules', { name: 'DHCP', action: 'allow', protocol: 'udp' });
    const body = {
      firewall: { state: 'on', ruleIDs: [String(rule)] },
      policySettings: { firewallSettingReconnaissanceEnabled: { value: true } },
    };
    expect(await ask('POST', `policies/${ID}`, body)).toMatchObject({
      status: 200,
      body: {
        firewall: { state: 'on', ruleIDs: [rule] },
        policySettings: { firewallSettingReconnaissanceEnabled: { value: 'true' } },
      },
    });
  });

  it('start a check for updates now, at the start of time, once', async () => {
    const task = {
      name: 'Check For Security Updates',
      type: 'check-for-security-updates',
      runNow: true,
      scheduleDetails: {
        recurrenceType: 'none',
        recurrenceCount: 1,
        onceOnlyScheduleParameters: { startTime: 0 },
      },
      checkForSecurityUpdatesTaskParameters: { computerFilter: { type: 'all-computers' } },
    };
    const ID = await made('scheduledtasks', task);
    expect(await ask('POST', `scheduledtasks/${ID}`, { runNow: true })).toMatchObject({ status: 200 });
  });

  it('name a quarter’s months without a time or a zone', async () => {
    const monthlyScheduleParameters = {
      frequencyType: 'day-of-month',
      dayOfMonth: 1,
      months: ['january', 'april', 'july', 'october'],
    };
    await made('scheduledtasks', {
      name: 'Quarterly',
      type: 'scan-for-recommendations',
      scheduleDetails: { recurrenceType: 'monthly', monthlyScheduleParameters },
      scanForRecommendationsTaskParameters: { computerFilter: { type: 'all-computers' } },
    });
  });

  it.each([
    ['text', '0'],
    ['a switch of Python', 'True'],
    ['the console’s words', 'For any computers'],
  ])('say who may activate: %s', async (_, value) => {
    const path = 'systemsettings/platformSettingAgentInitiatedActivationEnabled';
    expect(await ask('POST', path, { value })).toMatchObject({ status: 200, body: { value } });
  });

  it('ask for a deployment script by half of its members', async () => {
    const script = { platform: 'linux', dsmProxyID: null, activationRequired: true, policyID: null };
    expect(await ask('POST', 'agentdeploymentscripts', script)).toMatchObject({
      status: 200,
      body: { scriptBody: expect.stringContaining('#!/bin/sh') },
    });
  });
});

describe('shell scripts', () => {
  it('join a list of expansions by spaces', async () => {
    const ID = await made('computers', { hostName: 'powershell' });
    const { body } = await ask(
      'POST',
      `computers/${ID}`,
      { displayName: 'PS', policyID: 0 },
      {
        expand: 'computerStatus firewall',
      },
    );
    expect(Object.keys(body)).toEqual(expect.arrayContaining(['computerStatus', 'firewall']));
    expect(body).not.toHaveProperty('intrusionPrevention');
  });

  it('keep modules that are not offered off when they write them', async () => {
    const body = { name: 'Modules', antiMalware: { state: 'off' }, webReputation: { state: null } };
    expect(await ask('POST', 'policies', body)).toMatchObject({ status: 200 });
  });
});
