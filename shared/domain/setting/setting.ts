import { accept, type Outcome, type Refusal, refuse } from '../outcome.ts';
import { defaultPolicyStates, settingDefaults } from './policy-setting-defaults.ts';

export type Settings = Readonly<Record<string, string>>;

/** Settings that share a place: every name with its value where nobody sets it. */
export interface SettingFamily {
  readonly defaults: Settings;
  /** Names of secrets. They are not kept, unless something here uses them: keeping them could only lose them. */
  readonly isSecret?: (name: string) => boolean;
  /** Secrets that are used: kept sealed, never answered. */
  readonly keptSecrets?: readonly string[];
  /** Ours beside the field's: set and read by name, left out of the list, whose members strict clients know all of. */
  readonly unlisted?: readonly string[];
  /** Refuses a change that would take a kept secret elsewhere without its being given again. */
  readonly refusesMove?: (
    before: { readonly settings: Settings; readonly secrets?: Settings | undefined },
    after: Settings,
    given: Settings,
  ) => Refusal | undefined;
  /** Why a value cannot stand in a setting that has a form of its own. */
  readonly faultOf?: (name: string, value: string) => string | undefined;
}

/** Of policies and computers. */
export const levelSettings: SettingFamily = { defaults: settingDefaults };
/** Of the default policy above them. */
export const defaultPolicySettings: SettingFamily = {
  defaults: { ...settingDefaults, ...defaultPolicyStates },
};

const MAX_VALUE = 4000;

export const isSetting = (family: SettingFamily, name: string): boolean =>
  Object.hasOwn(family.defaults, name);
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
  if (value !== '' && family.isSecret?.(name) && !family.keptSecrets?.includes(name)) {
    return refuse('invalid', `${name}: this service keeps no such secret; leave it empty.`, 'secret-setting');
  }
  if (value.length > MAX_VALUE)
    return refuse('invalid', `${name}: must be at most ${MAX_VALUE} characters.`, 'bad-setting');
  const fault = family.faultOf?.(name, value);
  if (fault) return refuse('invalid', `${name}: ${fault}.`, 'bad-setting');
  const among = choices[name] ?? (isSwitch(family, name) ? ['true', 'false'] : undefined);
  if (!among) return accept(value);
  const same = among.find((choice) => choice.toLowerCase() === value.trim().toLowerCase());
  return same === undefined
    ? refuse('invalid', `${name}: must be one of ${among.join(', ')}.`, 'bad-setting')
    : accept(same);
};

const isSwitch = (family: SettingFamily, name: string): boolean =>
  /^(true|false)$/.test(family.defaults[name] ?? '');
