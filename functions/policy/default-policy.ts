import { defaultPolicySettings } from '../../shared/domain/setting/setting.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { tenantSettings } from '../../shared/levels/tenant-settings.ts';
import { defaultPolicyRoutes } from '../../shared/schema/routes/policy.ts';
import { keys } from '../../shared/table/keys.ts';
import type { PolicyDeps } from './index.ts';

/** The settings above every policy: a manager's defaults, and what the tenant changed of them. */
export const defaultPolicyHandlers = ({ store }: PolicyDeps): readonly Handler[] => {
  const settings = tenantSettings(store, defaultPolicySettings, 'default-policy', keys.defaultPolicy);
  return [
    on(defaultPolicyRoutes.list, ({ caller }) => settings.list(caller.tenantID)),
    on(defaultPolicyRoutes.modify, ({ caller, now, body }) => settings.modify({ caller, now }, body)),
    on(defaultPolicyRoutes.describe, ({ caller, params }) => settings.describe(caller.tenantID, params.name)),
    on(defaultPolicyRoutes.modifyOne, ({ caller, now, params, body }) =>
      settings.modifyOne({ caller, now }, params.name, body.value),
    ),
    on(defaultPolicyRoutes.reset, ({ caller, now, params }) => settings.reset({ caller, now }, params.name)),
  ];
};
