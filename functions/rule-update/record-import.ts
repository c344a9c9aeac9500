import { SOURCE_FAILED, sourceAlert } from '../../shared/domain/alert/rule-source-failed.ts';
import type { ImportReport } from '../../shared/domain/rule-update/feed/assemble.ts';
import { absent } from '../../shared/table/condition.ts';
import { changeAlert } from '../../shared/table/entities/alert/alert.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { publishRules } from '../../shared/table/entities/rules/publish-rules.ts';
import {
  type CatalogueVersionItem,
  readPublished,
} from '../../shared/table/entities/rules/rule-catalogue.ts';
import type { RuleUpdateSettingsItem } from '../../shared/table/entities/rules/rule-update.ts';
import { keys, OPERATOR } from '../../shared/table/keys.ts';
import type { Store, Write } from '../../shared/table/store.ts';
import type { Imported } from './import-sources.ts';

/** What an import found, when it began (epoch ms), and the number of the version that it may have made. */
export interface Finished extends Imported {
  readonly at: number;
  readonly version: number;
}

const system = { kind: 'system', name: 'System' } as const;

interface RecordDeps {
  readonly store: Store;
  readonly now: () => number;
}

/** Others may publish at the same moment; then it is looked at again. */
const ATTEMPTS = 3;

/**
 * Tells which sources failed; then the version, its publication and the import's end are one transaction, so that no
 * version is ever left between import and publication.
 */
export const recordImport = async (
  { store, now }: RecordDeps,
  settings: RuleUpdateSettingsItem,
  finished: Finished,
): Promise<void> => {
  await tellOfSources(store, settings, finished);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const at = now();
    const version = await versionWrites(store, settings, finished, at);
    const ended = { update: keys.catalogueRun, change: { set: { kind: 'import-run', ended: at } } };
    if ((await store.transact([...version, ended])).ok) return;
  }
  throw new Error(`version ${finished.version} could not be written: others change rule updates`);
};

const tellOfSources = async (
  store: Store,
  { sources }: RuleUpdateSettingsItem,
  { failures, at }: Finished,
): Promise<void> => {
  for (const { name } of sources) {
    const failure = failures.find(({ source }) => source === name);
    await changeAlert(store, OPERATOR, SOURCE_FAILED, `source-${name}`, (current) =>
      sourceAlert(current, name, failure?.message, at),
    );
    if (failure) await store.put(failed(name, failure.message, at));
  }
};

/** Nothing, where everything is as it was. */
const versionWrites = async (
  store: Store,
  { autoPublish, rings }: RuleUpdateSettingsItem,
  { written, report, sources, at, version: number }: Finished,
  now: number,
): Promise<readonly Write[]> => {
  if (!written) return [];
  const version: CatalogueVersionItem = {
    ...keys.catalogueVersion(number),
    kind: 'catalogue-version',
    revision: 1,
    version: number,
    state: 'imported',
    created: at,
    jws: written.jws,
    counts: countsOf(report),
    sources: sources.map(({ name }) => name),
  };
  const told = { put: downloaded(number, at) };
  if (!autoPublish) return [{ put: version, if: absent('pk') }, told];
  return [...publishRules(version, await readPublished(store), now, system, rings, absent('pk')), told];
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
