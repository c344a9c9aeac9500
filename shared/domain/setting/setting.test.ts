import { describe, expect, it } from 'vitest';
import { NEW_IN_DETECT } from './new-in-detect.ts';
import { checkSetting, defaultPolicySettings, isSetting, levelSettings } from './setting.ts';
import { systemSettings } from './system-settings.ts';

const families = { level: levelSettings, 'default-policy': defaultPolicySettings, system: systemSettings };

describe('settings', () => {
  it.each([
    ['level', 153, []],
    ['default-policy', 162, []],
    ['system', 187, [NEW_IN_DETECT]],
  ] as const)('%s has the %d names that on-premises managers have, and ours', (family, count, ours) => {
    const names = Object.keys(families[family].defaults);
    expect(names).toHaveLength(count + ours.length);
    expect(names).toEqual(expect.arrayContaining([...ours]));
  });

  it('every default passes its own check', () => {
    for (const family of Object.values(families)) {
      for (const [name, value] of Object.entries(family.defaults)) {
        expect(checkSetting(family, name, value)).toEqual({ ok: true, value });
      }
    }
  });

  it.each([
    ['a choice in any case', 'firewallSettingNetworkEngineMode', 'TAP', 'Tap'],
    ['a switch in any case', 'firewallSettingReconnaissanceEnabled', 'False', 'false'],
    ['samples write yes', 'intrusionPreventionSettingAutoApplyRecommendationsEnabled', 'yes', 'Yes'],
    ['free text as it is', 'platformSettingHeartbeatInterval', '30 Minutes', '30 Minutes'],
  ])('%s', (_, name, value, kept) => {
    expect(checkSetting(levelSettings, name, value)).toEqual({ ok: true, value: kept });
  });

  it.each([
    ['another family’s name', 'level', 'firewallSettingState', 'On'],
    ['a name of every object', 'level', 'constructor', 'x'],
    ['a value that is no choice', 'level', 'firewallSettingNetworkEngineMode', 'Off'],
    ['a text beyond any setting', 'level', 'platformSettingEnvironmentVariableOverrides', 'x'.repeat(4001)],
    ['a secret that nothing would use', 'system', 'platformSettingAwsManagerIdentitySecretKey', 'hunter2'],
    ['a mail server that is none', 'system', 'platformSettingSmtpServerAddress', 'http://mail.example/'],
    ['a port beyond all', 'system', 'platformSettingSmtpServerAddress', 'mail.example:99999'],
    ['a topic that is none', 'system', 'platformSettingEventForwardingSnsTopicArn', 'topic'],
    ['a syslog configuration by its name', 'system', 'platformSettingSyslogConfigId', 'siem'],
    ['a routing that is no JSON', 'system', 'platformSettingEventForwardingSnsConfigJson', '{'],
  ] as const)('refuses %s, by its name', (_, family, name, value) => {
    expect(checkSetting(families[family], name, value)).toMatchObject({
      ok: false,
      message: expect.stringContaining(name),
    });
  });

  it('knows no names but its own', () => {
    expect(isSetting(levelSettings, '__proto__')).toBe(false);
    expect(isSetting(systemSettings, 'platformSettingWhoisUrl')).toBe(true);
  });
});
