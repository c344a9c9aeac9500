import { accept, missing, type Outcome, refuse } from '../domain/outcome.ts';
import { checkSetting, isSetting, type SettingFamily, type Settings } from '../domain/setting/setting.ts';
import type { Hand } from '../http/caller.ts';
import type { SecretBox } from '../ports/secret-box.ts';
import type { SettingValues } from '../schema/api/policy/level.ts';
import { absent, equals } from '../table/condition.ts';
import { settingsRecords } from '../table/entities/tenant/settings-records.ts';
import { type TenantSettingsItem, tenantSettingsItem } from '../table/entities/tenant/tenant-settings.ts';
import type { Key } from '../table/keys.ts';
import type { Store, Write } from '../table/store.ts';
import { readSettings, settingsView } from './settings.ts';

const ATTEMPTS = 5;

type Values = Readonly<Record<string, { readonly value: string }>>;
type Value = Outcome<{ value: string }>;

/** A tenant's settings of one family in one item: every default, and what the tenant changed; `follows` rides with it. */
export const tenantSettings = (
  store: Store,
  family: SettingFamily,
  kind: TenantSettingsItem['kind'],
  keyOf: (tenant: string) => Key,
  follows: (item: TenantSettingsItem, before: Settings, now: number) => readonly Write[] = () => [],
  secrets?: Pick<SecretBox, 'seal'>,
) => {
  const load = (tenant: string) => store.get(keyOf(tenant), tenantSettingsItem);

  const save = async (
    { caller, now }: Hand,
    change: (own: Settings) => Settings,
    given: Settings = {},
  ): Promise<Outcome<Settings>> => {
    const tenant = caller.tenantID;
    const sealed = await seal(tenant, given);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = await load(tenant);
      const settings = change(before?.settings ?? {});
      const kept = Object.entries({ ...before?.secrets, ...sealed }).filter(([, value]) => value !== '');
      const refused = before && family.refusesMove?.(before, settings, given);
      if (refused) return refused;
      const item: TenantSettingsItem = {
        ...keyOf(tenant),
        kind,
        tenant,
        revision: (before?.revision ?? 0) + 1,
        settings,
        ...(kept.length > 0 && { secrets: Object.fromEntries(kept) }),
      };
      const written = await store.transact([
        { put: item, if: before ? equals('revision', before.revision) : absent('pk') },
        ...settingsRecords(item, before?.settings ?? {}, now, caller.by),
        ...follows(item, before?.settings ?? {}, now),
      ]);
      if (written.ok) return accept({ ...family.defaults, ...item.settings });
    }
    return refuse('conflict', 'The settings are being changed by others. Try again.', 'busy');
  };

  /** Sealed, by name; what is empty stays so: that secret is to go. */
  const seal = async (tenant: string, given: Settings): Promise<Settings> => {
    const entries = Object.entries(given).map(async ([name, text]) => {
      if (text === '') return [name, ''];
      if (!secrets) throw new Error(`nothing seals ${name}`);
      return [name, await secrets.seal(tenant, text)];
    });
    return Object.fromEntries(await Promise.all(entries));
  };

  const isKept = (name: string): boolean => family.keptSecrets?.includes(name) ?? false;

  const read = async (tenant: string): Promise<Settings> => ({
    ...family.defaults,
    ...(await load(tenant))?.settings,
  });
  const listed = (settings: Settings): Outcome<SettingValues> =>
    accept(
      settingsView(
        Object.fromEntries(Object.entries(settings).filter(([name]) => !family.unlisted?.includes(name))),
      ),
    );
  const one = (settings: Settings, name: string) => accept({ value: settings[name] ?? '' });

  return {
    list: async (tenant: string): Promise<Outcome<SettingValues>> => listed(await read(tenant)),
    modify: async (hand: Hand, values: Values): Promise<Outcome<SettingValues>> => {
      const checked = readSettings(family, values);
      if (!checked.ok) return checked;
      const all = Object.entries(checked.value);
      const plain = Object.fromEntries(all.filter(([name]) => !isKept(name)));
      // Clients write back what they were shown: there a secret is empty, and is not meant to go.
      const given = Object.fromEntries(all.filter(([name, value]) => isKept(name) && value !== ''));
      const saved = await save(hand, (own) => ({ ...own, ...plain }), given);
      return saved.ok ? listed(saved.value) : saved;
    },
    describe: async (tenant: string, name: string): Promise<Value> =>
      isSetting(family, name) ? one(await read(tenant), name) : missing('setting'),
    modifyOne: async (hand: Hand, name: string, text: string): Promise<Value> => {
      if (!isSetting(family, name)) return missing('setting');
      const value = checkSetting(family, name, text);
      if (!value.ok) return value;
      const saved = isKept(name)
        ? await save(hand, (own) => own, { [name]: value.value })
        : await save(hand, (own) => ({ ...own, [name]: value.value }));
      return saved.ok ? one(saved.value, name) : saved;
    },
    reset: async (hand: Hand, name: string): Promise<Value> => {
      if (!isSetting(family, name)) return missing('setting');
      const gone = isKept(name) ? { [name]: '' } : {};
      const saved = await save(hand, ({ [name]: _dropped, ...rest }) => rest, gone);
      return saved.ok ? one(saved.value, name) : saved;
    },
  };
};
