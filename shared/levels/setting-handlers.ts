import { accept, missing, type Outcome } from '../domain/outcome.ts';
import { checkSetting, isSetting, levelSettings } from '../domain/setting/setting.ts';
import { type Handler, on } from '../http/api.ts';
import type { LevelRoutes } from '../schema/routes/level.ts';
import { chainOfLevel, type LevelOwner, type OwnedLevel } from './owner.ts';
import { levelSettingsView } from './settings.ts';

/** One setting of a policy or computer; without its override it is the level above's again. */
export const settingHandlers = (
  routes: LevelRoutes,
  owner: LevelOwner,
  param: string,
): readonly Handler[] => [
  on(routes.settings.describe, async ({ caller, params, query }) => {
    if (!isSetting(levelSettings, String(params.name))) return missing('setting');
    const level = await owner.read(caller.tenantID, Number(params[param]));
    return level.ok ? view(level.value, String(params.name), query.overrides) : level;
  }),
  on(routes.settings.modify, async ({ caller, params, query, body }) => {
    const name = String(params.name);
    if (!isSetting(levelSettings, name)) return missing('setting');
    const value = checkSetting(levelSettings, name, body.value);
    if (!value.ok) return value;
    const saved = await owner.save(caller.tenantID, Number(params[param]), ({ own }) =>
      accept({ ...own, settings: { ...own.settings, [name]: value.value } }),
    );
    return saved.ok ? view(saved.value, name, query.overrides) : saved;
  }),
  on(routes.settings.reset, async ({ caller, params }) => {
    const name = String(params.name);
    if (!isSetting(levelSettings, name)) return missing('setting');
    const saved = await owner.save(caller.tenantID, Number(params[param]), ({ own }) => {
      const { [name]: _dropped, ...rest } = own.settings ?? {};
      return accept({ ...own, settings: rest });
    });
    return saved.ok ? view(saved.value, name, false) : saved;
  }),
];

/** With `overrides`, a setting that is not set on this very object has no value. */
const view = (level: OwnedLevel, name: string, ownOnly: boolean | undefined): Outcome<{ value: string }> =>
  accept({ value: levelSettingsView(chainOfLevel(level), ownOnly ?? false)[name]?.value ?? '' });
