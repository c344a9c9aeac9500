import { accept, type Outcome } from '../domain/outcome.ts';
import { effectiveOf } from '../domain/policy/effective.ts';
import type { Level } from '../domain/policy/level.ts';
import {
  checkSetting,
  isSetting,
  levelSettings,
  type SettingFamily,
  type Settings,
} from '../domain/setting/setting.ts';
import type { SettingValues } from '../schema/api/policy/level.ts';
import type { OwnedLevel } from './owner.ts';

/** Of modules that this service does not offer. */
const ELSEWHERE =
  /^(activityMonitoring|antiMalware|applicationControl|deviceControl|integrityMonitoring|logInspection|sap|webReputation)Setting/;

/**
 * Checked values by name, in the spelling that is kept; the first wrong one refuses all. Settings of modules that are not
 * offered are left out: exports of whole policies carry them, and they are not answered either.
 */
export const readSettings = (
  family: SettingFamily,
  values: Readonly<Record<string, { readonly value: string }>>,
): Outcome<Settings> => {
  const read: Record<string, string> = {};
  for (const [name, { value }] of Object.entries(values)) {
    if (!isSetting(family, name) && ELSEWHERE.test(name)) continue;
    const checked = checkSetting(family, name, value);
    if (!checked.ok) return checked;
    read[name] = checked.value;
  }
  return accept(read);
};

/**
 * The level with these settings of its own. In bulk, a value that holds anyway is not made an override: clients write
 * whole objects back (domain/api.md, Conventions).
 */
export const withSettings = ({ own, above }: OwnedLevel, values: Settings): Level => {
  const inherited = { ...levelSettings.defaults, ...effectiveOf(above).settings };
  const changed = Object.entries(values).filter(
    ([name, value]) => own.settings?.[name] !== undefined || inherited[name] !== value,
  );
  return { ...own, settings: { ...own.settings, ...Object.fromEntries(changed) } };
};

export const settingsView = (settings: Settings): SettingValues =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, { value }]));

/** Every setting of a policy or computer with its effective value; or only those that it sets itself. */
export const levelSettingsView = (chain: readonly Level[], ownOnly: boolean): SettingValues => {
  if (ownOnly) return settingsView(chain[0]?.settings ?? {});
  const defaults = levelSettings.defaults;
  const effective = { ...defaults, ...effectiveOf(chain).settings };
  return settingsView(Object.fromEntries(Object.keys(defaults).map((name) => [name, effective[name] ?? ''])));
};
