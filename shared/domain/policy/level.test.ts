import { describe, expect, it } from 'vitest';
import { effectiveOf } from './effective.ts';
import { emptyLevel, isEmptyLevel, levelOfDefaults } from './level.ts';

describe('levels', () => {
  it('say nothing while every member is absent or empty', () => {
    expect(isEmptyLevel(emptyLevel)).toBe(true);
    expect(isEmptyLevel({ ...emptyLevel, settings: {}, ipsRules: {}, firewallState: undefined })).toBe(true);
    expect(isEmptyLevel({ ...emptyLevel, firewallState: 'off' })).toBe(false);
    expect(isEmptyLevel({ ...emptyLevel, settings: { a: '' } })).toBe(false);
  });

  it('of the default policy carry the module states of its settings', () => {
    expect(
      levelOfDefaults({ firewallSettingState: 'On', intrusionPreventionSettingState: 'Detect' }),
    ).toMatchObject({
      firewallState: 'on',
      ipsState: 'detect',
    });
    expect(levelOfDefaults({ firewallSettingState: 'Sideways' })).not.toHaveProperty('firewallState');
  });

  it('merge settings and overrides member by member, the nearest winning', () => {
    const near = { ...emptyLevel, settings: { a: '1' }, ipsRules: { 5: { detectOnly: true } } };
    const far = {
      ...emptyLevel,
      settings: { a: '2', b: '2' },
      ipsRules: { 5: { detectOnly: false, severity: 'low' }, 6: { severity: 'high' } },
      statefulConfigurationID: 3,
    };
    expect(effectiveOf([near, far])).toMatchObject({
      settings: { a: '1', b: '2' },
      ipsRules: { 5: { detectOnly: true, severity: 'low' }, 6: { severity: 'high' } },
      statefulConfigurationID: 3,
    });
  });
});
