import { NEW_IN_DETECT } from '../../shared/domain/setting/new-in-detect.ts';
import { systemSettings } from '../../shared/domain/setting/system-settings.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { tenantSettings } from '../../shared/levels/tenant-settings.ts';
import type { SecretBox } from '../../shared/ports/secret-box.ts';
import { systemSettingRoutes } from '../../shared/schema/routes/system-settings.ts';
import { askForAll } from '../../shared/table/entities/policy/configuration-mark.ts';
import { keys } from '../../shared/table/keys.ts';

/** The settings of a tenant as a whole. */
export const systemSettingHandlers = ({
  store,
  secrets,
}: ApiDeps & { readonly secrets: Pick<SecretBox, 'seal'> }): readonly Handler[] => {
  const settings = tenantSettings(
    store,
    systemSettings,
    'system-settings',
    keys.systemSettings,
    recompiled,
    secrets,
  );
  return [
    on(systemSettingRoutes.list, ({ caller }) => settings.list(caller.tenantID)),
    on(systemSettingRoutes.modify, ({ caller, now, body }) => settings.modify({ caller, now }, body)),
    on(systemSettingRoutes.describe, ({ caller, params }) => settings.describe(caller.tenantID, params.name)),
    on(systemSettingRoutes.modifyOne, ({ caller, now, params, body }) =>
      settings.modifyOne({ caller, now }, params.name, body.value),
    ),
    on(systemSettingRoutes.reset, ({ caller, now, params }) => settings.reset({ caller, now }, params.name)),
  ];
};

/** The one setting of these that contents are compiled from. */
const recompiled: Parameters<typeof tenantSettings>[4] = ({ tenant, revision, settings }, before, now) =>
  settings[NEW_IN_DETECT] === before[NEW_IN_DETECT]
    ? []
    : [{ put: askForAll(tenant, `system settings ${revision}`, now) }];
