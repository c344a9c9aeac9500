import { SOURCE_FAILED, sourceAlert } from '../../shared/domain/alert/rule-source-failed.ts';
import { benignCorpus } from '../../shared/domain/rule-update/benign/corpus.ts';
import { isImportDue } from '../../shared/domain/rule-update/delivery/due.ts';
import type { ImportReport } from '../../shared/domain/rule-update/feed/assemble.ts';
import { absent, any, equals } from '../../shared/table/condition.ts';
import { changeAlert } from '../../shared/table/entities/alert/alert.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { publishRules } from '../../shared/table/entities/rules/publish-rules.ts';
import {
  type CatalogueVersionItem,
  listCatalogueVersions,
  readPublished,
} from '../../shared/table/entities/rules/rule-catalogue.ts';
import {
  importRunItem,
  type RuleUpdateSettingsItem,
  readImportRun,
  readRuleUpdateSettings,
} from '../../shared/table/entities/rules/rule-update.ts';
import { keys, OPERATOR } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import { type ImportDeps, type Imported, importSources } from './import-sources.ts';
import { readOwnCorpus } from './own-corpus.ts';

export interface RunDeps extends ImportDeps {
  readonly store: Store;
}

const system = { kind: 'system', name: 'System' } as const;

/**
 * The plane's own beat of rules: if it is time or somebody asked, imports every source, and publishes what came of it
 * where the operator left that to us. Answers what the import found; undefined: there was nothing to do.
 */
export const runRuleUpdate = async (deps: RunDeps): Promise<Imported | undefined> => {
  const { store } = deps;
  const [settings, run, versions] = await Promise.all([
    readRuleUpdateSettings(store),
    readImportRun(store),
    listCatalogueVersions(store),
  ]);
  const [newest] = versions;
  if (settings.sources.length === 0 && !newest) return undefined;
  const started = deps.now();
  if (!isImportDue(run ?? {}, settings.everyHours, started)) return undefined;
  // Two that begin at once: one goes on.
  const first = run?.started === undefined ? absent('started') : equals('started', run.started);
  const begun = await store.update(
    keys.catalogueRun,
    { set: { kind: 'import-run', started } },
    importRunItem,
    any(absent('pk'), first),
  );
  if (!begun.ok) return undefined;
  const imported = await importSources(deps, {
    sources: settings.sources,
    before: newest,
    version: (newest?.version ?? 0) + 1,
    mostShrink: settings.mostShrink,
    corpus: [...benignCorpus(), ...(await readOwnCorpus(deps.blobs))],
  });
  await record(deps, settings, imported, newest);
  await store.update(keys.catalogueRun, { set: { kind: 'import-run', ended: deps.now() } }, importRunItem);
  return imported;
};

const record = async (
  { store, now }: RunDeps,
  settings: RuleUpdateSettingsItem,
  imported: Imported,
  newest: CatalogueVersionItem | undefined,
): Promise<void> => {
  for (const { name } of settings.sources) {
    const failure = imported.failures.find(({ source }) => source === name);
    await changeAlert(store, OPERATOR, SOURCE_FAILED, `source-${name}`, (current) =>
      sourceAlert(current, name, failure?.message, now()),
    );
    if (failure) await store.put(failed(name, failure.message, now()));
  }
  if (!imported.written) return;
  const version: CatalogueVersionItem = {
    ...keys.catalogueVersion((newest?.version ?? 0) + 1),
    kind: 'catalogue-version',
    revision: 1,
    version: (newest?.version ?? 0) + 1,
    state: 'imported',
    created: now(),
    jws: imported.written.jws,
    key: imported.written.key,
    counts: countsOf(imported.report),
    sources: imported.sources.map(({ name }) => name),
  };
  if (!(await store.put(version, absent('pk'))).ok)
    throw new Error(`version ${version.version} was made twice`);
  await store.put(downloaded(version.version, now()));
  if (settings.autoPublish)
    await store.transact(publishRules(version, await readPublished(store), now(), system, settings.rings));
};

const failed = (source: string, message: string, at: number) =>
  systemEvent(OPERATOR, {
    id: `rules-failed-${source}-${at}`,
    at,
    number: 113,
    severity: 'warning',
    title: 'Scheduled Rule Update Download Failed',
    description: message,
    actionBy: system.name,
  });

const downloaded = (version: number, at: number) =>
  systemEvent(OPERATOR, {
    id: `rules-imported-${version}`,
    at,
    number: 114,
    severity: 'info',
    title: 'Scheduled Rule Update Downloaded',
    description: `Version ${version}`,
    actionBy: system.name,
  });

const countsOf = (report: ImportReport): Record<string, number> => ({
  read: report.read,
  accepted: report.accepted,
  usable: report.usable,
  switchedOff: report.switchedOff,
  refused: report.refused.count,
  unsupported: report.unsupported.count,
  added: report.added,
  changed: report.changed,
  removed: report.removed,
  newlySupported: report.newlySupported,
  firing: report.firing,
  CVEs: report.CVEs,
  ...report.byBehaviour,
});
