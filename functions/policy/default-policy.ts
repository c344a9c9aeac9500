import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { checkSetting, defaultsOf, isSetting, type Settings } from '../../shared/domain/setting/setting.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { readSettings, settingsView } from '../../shared/levels/settings.ts';
import { defaultPolicyRoutes } from '../../shared/schema/routes/policy.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import { type DefaultPolicyItem, readDefaultPolicy } from '../../shared/table/entities/policy.ts';
import { keys } from '../../shared/table/keys.ts';
import type { PolicyDeps } from './index.ts';

const FAMILY = 'default-policy';
const ATTEMPTS = 5;

/** The settings above every policy: a manager's defaults, and what the tenant changed of them. */
export const defaultPolicyHandlers = ({ store }: PolicyDeps): readonly Handler[] => {
  const read = async (tenant: string): Promise<Settings> => ({
    ...defaultsOf(FAMILY),
    ...(await readDefaultPolicy(store, tenant))?.settings,
  });

  const save = async (
    tenant: string,
    change: (settings: Settings) => Settings,
  ): Promise<Outcome<Settings>> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = await readDefaultPolicy(store, tenant);
      const item: DefaultPolicyItem = {
        ...keys.defaultPolicy(tenant),
        kind: 'default-policy',
        tenant,
        revision: (before?.revision ?? 0) + 1,
        settings: change(before?.settings ?? {}),
      };
      const written = await store.put(item, before ? equals('revision', before.revision) : absent('pk'));
      if (written.ok) return accept({ ...defaultsOf(FAMILY), ...item.settings });
    }
    return refuse('conflict', 'The default policy is being changed by others. Try again.', 'busy');
  };

  return [
    on(defaultPolicyRoutes.list, async ({ caller }) => accept(settingsView(await read(caller.tenantID)))),
    on(defaultPolicyRoutes.modify, async ({ caller, body }) => {
      const values = readSettings(FAMILY, body);
      if (!values.ok) return values;
      const saved = await save(caller.tenantID, (settings) => ({ ...settings, ...values.value }));
      return saved.ok ? accept(settingsView(saved.value)) : saved;
    }),
    on(defaultPolicyRoutes.describe, async ({ caller, params: { name } }) =>
      isSetting(FAMILY, name) ? settingOf(await read(caller.tenantID), name) : missing('setting'),
    ),
    on(defaultPolicyRoutes.modifyOne, async ({ caller, params: { name }, body }) => {
      if (!isSetting(FAMILY, name)) return missing('setting');
      const value = checkSetting(FAMILY, name, body.value);
      if (!value.ok) return value;
      const saved = await save(caller.tenantID, (settings) => ({ ...settings, [name]: value.value }));
      return saved.ok ? settingOf(saved.value, name) : saved;
    }),
    on(defaultPolicyRoutes.reset, async ({ caller, params: { name } }) => {
      if (!isSetting(FAMILY, name)) return missing('setting');
      const saved = await save(caller.tenantID, ({ [name]: _dropped, ...rest }) => rest);
      return saved.ok ? settingOf(saved.value, name) : saved;
    }),
  ];
};

const settingOf = (settings: Settings, name: string) => accept({ value: settings[name] ?? '' });
