import { readManifest, type Shelf } from '../../shared/catalogue/load.ts';
import { readFile } from '../../shared/catalogue/packed-file.ts';
import { NEW_UPDATE, updateAlert } from '../../shared/domain/alert/rule-update-available.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { releaseFor } from '../../shared/domain/rule-update/delivery/release.ts';
import {
  choicesOf,
  decideApply,
  decideRollback,
} from '../../shared/domain/rule-update/delivery/tenant-choice.ts';
import type { Offered } from '../../shared/domain/rule-update/delivery/tenant-version.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { tenantRuleUpdateRoutes as routes } from '../../shared/schema/routes/tenant-rule-updates.ts';
import { changeAlert } from '../../shared/table/entities/alert/alert.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import {
  type CatalogueVersionItem,
  readCatalogueVersion,
  readPublished,
  releasesOf,
} from '../../shared/table/entities/rules/rule-catalogue.ts';
import {
  readTenantRules,
  type TenantRulesItem,
  takeVersion,
} from '../../shared/table/entities/rules/tenant-rules.ts';
import { trail } from '../../shared/table/entities/tenant/trail.ts';
import type { Store } from '../../shared/table/store.ts';
import { requestUpdate } from './request-update.ts';

export interface TenantRuleDeps extends ApiDeps, Shelf {}

/** A tenant's versions of the rules: which are open, to apply one, to go back (IPS-7). */
export const tenantRuleUpdateHandlers = (deps: TenantRuleDeps): readonly Handler[] => [
  on(routes.list, async ({ caller, now }) => {
    const { before, versions } = await loadOpen(deps.store, caller.tenantID, now);
    return accept({ ruleUpdates: versions.map((version) => view(version, before)) });
  }),

  on(routes.apply, async ({ caller, params, now }) => {
    const open = await loadOpen(deps.store, caller.tenantID, now);
    return take(deps, caller, open, decideApply(params.version, open.choices), now);
  }),

  requestUpdate(deps),

  on(routes.rollback, async ({ caller, now }) => {
    const open = await loadOpen(deps.store, caller.tenantID, now);
    return take(deps, caller, open, decideRollback(open.before, open.choices), now);
  }),
];

interface Open {
  readonly before: TenantRulesItem | undefined;
  readonly choices: readonly Offered[];
  /** Of the choices, newest first. */
  readonly versions: readonly CatalogueVersionItem[];
}

/** What the operator keeps back is nobody's to choose; what runs is shown all the same. */
const loadOpen = async (store: Store, tenant: string, now: number): Promise<Open> => {
  const [before, published] = await Promise.all([readTenantRules(store, tenant), readPublished(store)]);
  const known = choicesOf(before, releaseFor(tenant, now, releasesOf(published)));
  const read = await Promise.all(known.map(({ version }) => readCatalogueVersion(store, version)));
  const versions = read.filter(
    (item) => item !== undefined && (item.state !== 'held' || item.version === before?.applied.version),
  ) as CatalogueVersionItem[];
  const choices = known.filter(({ version }) => versions.some((item) => item.version === version));
  return { before, choices, versions };
};

/** Puts the tenant on what it chose, if that can be read; its configurations are compiled after. */
const take = async (
  { store, blobs, trustedKeys }: TenantRuleDeps,
  { tenantID: tenant, by }: TenantCaller,
  { before, versions }: Open,
  decided: Outcome<Offered>,
  at: number,
): Promise<Outcome<{ version: number; applied: number }>> => {
  if (!decided.ok) return decided;
  const { version, sequence } = decided.value;
  const item = versions.find((one) => one.version === version);
  if (!item) return missing('rule update');
  const about = { id: `rules-taken-${at}`, at, description: `Version ${version}`, actionBy: by.name };
  try {
    const { files } = await readManifest({ blobs, trustedKeys }, item);
    await readFile(blobs, files.index);
  } catch (error) {
    await store.put(systemEvent(tenant, { ...about, ...FAILED }));
    throw error;
  }
  // What the tenant was told of is here already; so is what it had.
  const downloaded = before !== undefined && sequence <= before.seen;
  const done = await store.transact([
    ...takeVersion(tenant, before, item, sequence, at),
    { put: systemEvent(tenant, { ...about, ...(downloaded ? APPLIED : DOWNLOADED_AND_APPLIED) }) },
    { put: trail(tenant, { at, action: 'rules-applied', target: `rule-update-${version}`, by }) },
  ]);
  if (!done.ok) return refuse('conflict', 'The rules are being changed by others. Try again.', 'busy');
  const waits = (await readTenantRules(store, tenant))?.available;
  if (waits === undefined) {
    await changeAlert(store, tenant, NEW_UPDATE, 'rules', (current) => updateAlert(current, undefined, at));
  }
  return accept({ version, applied: at });
};

const FAILED = {
  number: 105,
  severity: 'warning',
  title: 'Scheduled Rule Update Download and Apply Failed',
} as const;
const DOWNLOADED_AND_APPLIED = {
  number: 107,
  severity: 'info',
  title: 'Rule Update Downloaded and Applied',
} as const;
const APPLIED = { number: 116, severity: 'info', title: 'Rule Update Applied' } as const;

const view = ({ version, created, counts }: CatalogueVersionItem, before: TenantRulesItem | undefined) => {
  const running = before?.applied.version ?? 0;
  const newer = version > running ? ('available' as const) : ('earlier' as const);
  const at = before?.history.find((one) => one.version === version)?.at;
  return {
    version,
    state: version === running ? ('applied' as const) : newer,
    created,
    ...(at !== undefined && { applied: at }),
    counts,
  };
};
