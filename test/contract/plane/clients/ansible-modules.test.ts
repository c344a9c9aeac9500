import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commerce } from '../../../support/commerce.ts';
import { type ManagementApi, managementApi } from '../../../support/management-api.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

/**
 * How the Ansible modules `deepsec_apikey` and `deepsec_system_settings` decide whether they changed anything: a
 * second run must find nothing to do. They send their own arguments along, and `{}` with every GET and DELETE.
 */
let table: TestTable;
let ask: ManagementApi;
beforeAll(async () => {
  table = await startTable();
  ask = managementApi(table.store, await commerce(table.store).tenant());
});
afterAll(() => table.stop());

describe('deepsec_apikey', () => {
  const wish = {
    keyName: 'test_apiKeys_1',
    description: 'test API keys 1',
    active: true,
    roleID: 1,
    locale: 'en-US',
  };
  const byName = {
    searchCriteria: [{ fieldName: 'keyName', stringTest: 'equal', stringValue: wish.keyName }],
  };
  const present = async () =>
    (await ask<{ apiKeys: { ID: number }[] }>('POST', 'apikeys/search', byName)).body.apiKeys;

  it('is present, present again, gathered, given a new secret, absent, absent again', async () => {
    expect(await present()).toEqual([]);
    const { body: made } = await ask('POST', 'apikeys', wish);
    expect(made).toMatchObject({ ...wish, secretKey: expect.any(String) });

    const [found] = await present();
    expect((await ask('GET', `apikeys/${made.ID}`, {})).body).toEqual(found);
    const fresh = await ask('POST', `apikeys/${made.ID}/secretkey`, { ...wish, secretKey: 'test_secret' });
    expect(fresh.body).toMatchObject({ ...found, secretKey: expect.any(String) });
    expect(fresh.body.secretKey).not.toBe('test_secret');

    expect(await ask('DELETE', `apikeys/${made.ID}`, {})).toMatchObject({ status: 200, body: undefined });
    expect(await present()).toEqual([]);
  });
});

describe('deepsec_system_settings', () => {
  type Settings = Readonly<Record<string, { readonly value: string }>>;
  const all = async () => (await ask<Settings>('GET', 'systemsettings', {})).body;
  /** The module posts what differs, without regard to case, from what it finds: one by its name, more in bulk. */
  const apply = async (wish: Settings): Promise<boolean> => {
    const found = await all();
    const differing = Object.entries(wish).filter(
      ([name, { value }]) => found[name]?.value.toLowerCase() !== value.toLowerCase(),
    );
    const [first, ...more] = differing;
    if (!first) return false;
    const answer = more.length
      ? await ask('POST', 'systemsettings', Object.fromEntries(differing))
      : await ask('POST', `systemsettings/${first[0]}`, first[1]);
    expect(answer).toMatchObject({ status: 200 });
    return true;
  };

  it('sets, finds nothing more to set, resets, finds nothing more to reset', async () => {
    const before = await all();
    const wish = {
      platformSettingSyslogConfigId: { value: '12' },
      platformSettingHttpStrictTransportEnabled: { value: 'True' },
      platformSettingDemoModeEnabled: { value: 'true' },
    };
    expect(await apply(wish)).toBe(true);
    expect(await apply(wish)).toBe(false);
    for (const name of Object.keys(wish)) {
      expect((await ask('GET', `systemsettings/${name}`, {})).body).toEqual((await all())[name]);
      expect((await ask('DELETE', `systemsettings/${name}`, {})).body).toEqual(before[name]);
    }
    expect(await apply(before)).toBe(false);
  });

  it.each([
    ['firewallSettingEventRankSeverityDeny', '100'],
    ['intrusionPreventionSettingEventRankSeverityFilterLow', '1'],
    ['platformSettingActiveSessionsMax', '10'],
    ['platformSettingAgentInitiatedActivationEnabled', 'For any computers'],
    ['platformSettingInactiveAgentCleanupDuration', '1 Month'],
    ['platformSettingLoadBalancerManagerPort', '4119'],
    ['platformSettingUserSessionDurationMax', 'No Limit'],
    // what this service does by itself stays as it does it
    ['firewallSettingRetainEventDuration', '28 Days'],
    ['platformSettingSmartProtectionFeedbackEnabled', 'false'],
  ])('%s begins as %s', async (name, value) => {
    expect((await all())[name]).toEqual({ value });
  });
});
