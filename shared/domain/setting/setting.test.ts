import { describe, expect, it } from 'vitest';
import { checkSetting, defaultsOf, isSetting } from './setting.ts';

describe('settings', () => {
  it.each([
    ['level', 154],
    ['default-policy', 163],
    ['system', 187],
  ] as const)('%s has the %d names of the contract', (family, count) => {
    expect(Object.keys(defaultsOf(family))).toHaveLength(count);
  });

  it('every default passes its own check', () => {
    for (const family of ['level', 'default-policy', 'system'] as const) {
      for (const [name, value] of Object.entries(defaultsOf(family))) {
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
    expect(checkSetting('level', name, value)).toEqual({ ok: true, value: kept });
  });

  it.each([
    ['another family’s name', 'level', 'firewallSettingState', 'On'],
    ['a name of every object', 'level', 'constructor', 'x'],
    ['a value that is no choice', 'level', 'firewallSettingNetworkEngineMode', 'Off'],
    ['a text beyond any setting', 'level', 'platformSettingEnvironmentVariableOverrides', 'x'.repeat(4001)],
    ['a secret that nothing would use', 'system', 'platformSettingSmtpPassword', 'hunter2'],
  ] as const)('refuses %s, by its name', (_, family, name, value) => {
    expect(checkSetting(family, name, value)).toMatchObject({
      ok: false,
      message: expect.stringContaining(name),
    });
  });

  it('knows no names but its own', () => {
    expect(isSetting('level', '__proto__')).toBe(false);
    expect(isSetting('system', 'platformSettingWhoisUrl')).toBe(true);
  });
});
