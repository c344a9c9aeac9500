import { NEW_UPDATE, updateAlert } from '../../shared/domain/alert/rule-update-available.ts';
import { releaseFor } from '../../shared/domain/rule-update/delivery/release.ts';
import { followRelease } from '../../shared/domain/rule-update/delivery/tenant-version.ts';
import { systemSettings } from '../../shared/domain/setting/system-settings.ts';
import { equals } from '../../shared/table/condition.ts';
import { changeAlert } from '../../shared/table/entities/alert/alert.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { type Publication, releasesOf } from '../../shared/table/entities/rules/rule-catalogue.ts';
import {
  readTenantRules,
  type TenantRulesItem,
  takeVersion,
} from '../../shared/table/entities/rules/tenant-rules.ts';
import { tenantSettingsItem } from '../../shared/table/entities/tenant/tenant-settings.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import type { SweepDeps } from './deps.ts';

const AUTOMATIC = 'platformSettingUpdateRulesPolicyAutoApplyEnabled';

type RulesDeps = Pick<SweepDeps, 'store' | 'now'>;

/** Brings a tenant to the release that is open to it, or tells its people of it (IPS-7). */
export const followRules = async (
  { store, now }: RulesDeps,
  tenant: string,
  published: Publication | undefined,
): Promise<void> => {
  const at = now();
  const offered = releaseFor(tenant, at, releasesOf(published));
  if (!offered) return;
  const before = await readTenantRules(store, tenant);
  if (before && offered.sequence <= before.seen) return;
  const following = followRelease(before, offered, await isAutomatic(store, tenant));
  const id = `rules-${offered.sequence}`;
  const about = {
    id,
    at,
    severity: 'info',
    description: `Version ${offered.version}`,
    actionBy: 'System',
  } as const;
  if (following === 'apply') {
    await store.transact([
      ...takeVersion(tenant, before, offered, offered.sequence, at),
      { put: systemEvent(tenant, { ...about, ...APPLIED }) },
    ]);
    await settle(store, tenant, undefined, at);
  } else if (before && following !== 'nothing') {
    const { available: _, ...told } = before;
    const available = following === 'tell' ? offered.version : undefined;
    const next: TenantRulesItem = {
      ...told,
      revision: before.revision + 1,
      seen: offered.sequence,
      ...(available !== undefined && { available }),
    };
    await store.transact([
      { put: next, if: equals('revision', before.revision) },
      ...(following === 'tell' ? [{ put: systemEvent(tenant, { ...about, ...DOWNLOADED }) }] : []),
    ]);
    await settle(store, tenant, available, at);
  }
};

const APPLIED = { number: 106, title: 'Scheduled Rule Update Downloaded and Applied' };
const DOWNLOADED = { number: 114, title: 'Scheduled Rule Update Downloaded' };

const settle = (store: Store, tenant: string, version: number | undefined, at: number) =>
  changeAlert(store, tenant, NEW_UPDATE, 'rules', (current) => updateAlert(current, version, at));

const isAutomatic = async (store: Store, tenant: string): Promise<boolean> => {
  const own = await store.get(keys.systemSettings(tenant), tenantSettingsItem);
  return (own?.settings[AUTOMATIC] ?? systemSettings.defaults[AUTOMATIC]) !== 'false';
};
