import { accept, type Outcome, refuse } from '../outcome.ts';
import { defaultPolicyStates, settingDefaults } from './policy-setting-defaults.ts';
import { systemSettingDefaults } from './system-setting-defaults.ts';

/** A family of settings that share a place: policies and computers, the default policy, the tenant as a whole. */
export type SettingFamily = 'level' | 'default-policy' | 'system';
export type SettingName = keyof typeof settingDefaults;
export type Settings = Readonly<Record<string, string>>;

const MAX_VALUE = 4000;

const families: Readonly<Record<SettingFamily, Settings>> = {
  level: settingDefaults,
  'default-policy': { ...settingDefaults, ...defaultPolicyStates },
  system: systemSettingDefaults,
};

/** Every name of a family with its value where nobody sets it. */
export const defaultsOf = (family: SettingFamily): Settings => families[family];

export const isSetting = (family: SettingFamily, name: string): boolean =>
  Object.hasOwn(families[family], name);

/** What one of a few texts may be; the host or the plane acts on these, so a slip must not pass as a value. */
const choices: Readonly<Record<string, readonly string[]>> = {
  firewallSettingNetworkEngineMode: ['Inline', 'Tap'],
  firewallSettingFailureResponseEngineSystem: ['Fail open', 'Fail closed'],
  firewallSettingFailureResponsePacketSanityCheck: ['Fail open', 'Fail closed'],
  firewallSettingAntiEvasionSecurityPosture: ['Normal', 'Strict', 'Custom'],
  intrusionPreventionSettingAutoApplyRecommendationsEnabled: ['Yes', 'No'],
  firewallSettingState: ['On', 'Off'],
  intrusionPreventionSettingState: ['Prevent', 'Detect', 'Off'],
};

/**
 * The value as it is kept, in the spelling that a manager shows: choices compare without case, switches are `true`
 * or `false`. Refused with the setting's name where it is neither known nor fitting.
 */
export const checkSetting = (family: SettingFamily, name: string, value: string): Outcome<string> => {
  if (!isSetting(family, name))
    return refuse('invalid', `${name}: there is no such setting.`, 'unknown-setting');
  if (family === 'system' && value !== '' && isSecret(name)) {
    return refuse('invalid', `${name}: this service keeps no such secret; leave it empty.`, 'secret-setting');
  }
  if (value.length > MAX_VALUE)
    return refuse('invalid', `${name}: must be at most ${MAX_VALUE} characters.`, 'bad-setting');
  const among = choices[name] ?? (isSwitch(family, name) ? ['true', 'false'] : undefined);
  if (!among) return accept(value);
  const same = among.find((choice) => choice.toLowerCase() === value.trim().toLowerCase());
  return same === undefined
    ? refuse('invalid', `${name}: must be one of ${among.join(', ')}.`, 'bad-setting')
    : accept(same);
};

/** Nothing here would use them, so that keeping them could only lose them. */
const isSecret = (name: string): boolean =>
  /(Password|SecretKey|PrivateKey|AccessKey|ApiKey|Token)$/.test(name);

const isSwitch = (family: SettingFamily, name: string): boolean =>
  /^(true|false)$/.test(families[family][name] ?? '');
