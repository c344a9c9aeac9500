import {
  type EcosystemFacts,
  isImportDue,
  mergeAdvisories,
} from '../../shared/domain/recommendation/advisory-update.ts';
import { putIndex } from '../../shared/ports/advisory-blob.ts';
import type { Blobs } from '../../shared/ports/blob.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import { type AdvisoriesItem, readAdvisories } from '../../shared/table/entities/scan/advisories.ts';
import {
  advisorySettingsItem,
  readAdvisorySettings,
} from '../../shared/table/entities/scan/advisory-settings.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import { collectAdvisories } from './collect.ts';
import type { ReadSource } from './source/source.ts';

export interface UpdateDeps {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly readSource: ReadSource;
  readonly now: () => number;
}

const MOST_PROBLEMS = 50;

/** The plane's own beat of advisories: imports every source if it is time or somebody asked. False: nothing to do. */
export const runAdvisoryUpdate = async (deps: UpdateDeps): Promise<boolean> => {
  const { store, now } = deps;
  const settings = await readAdvisorySettings(store);
  const started = now();
  if (settings.sources.length === 0 || !isImportDue(settings, settings.everyHours, started)) return false;
  // Two that begin at once: one goes on.
  const first = settings.started === undefined ? absent('started') : equals('started', settings.started);
  const begun = await store.update(keys.advisorySettings, { set: { started } }, advisorySettingsItem, first);
  if (!begun.ok) return false;
  const { read, refused, failures, indexes } = await collectAdvisories(settings.sources, deps.readSource);
  const imported: Record<string, EcosystemFacts> = {};
  for (const index of indexes) {
    const hash = await putIndex(deps.blobs, index);
    const { ecosystem, cves, packages } = index;
    imported[ecosystem] = { hash, CVEs: cves.length, packages: packages.length, imported: started };
  }
  const kept = await keep(store, imported, now());
  const problems = [
    ...failures.map(({ message }) => message),
    ...kept.map(({ ecosystem, message }) => `${ecosystem}: ${message}`),
  ].slice(0, MOST_PROBLEMS);
  const ended = { ended: now(), read, refused, problems };
  await store.update(keys.advisorySettings, { set: ended }, advisorySettingsItem);
  return true;
};

/** Written only if nobody else changed it meanwhile; then the next run finds it due again. */
const keep = async (store: Store, imported: Readonly<Record<string, EcosystemFacts>>, changed: number) => {
  const before = await readAdvisories(store);
  const merged = mergeAdvisories(before?.ecosystems ?? {}, imported);
  if (merged.changed) {
    const item: AdvisoriesItem = {
      ...keys.advisories,
      kind: 'advisories',
      revision: (before?.revision ?? 0) + 1,
      changed,
      ecosystems: { ...merged.ecosystems },
    };
    const written = await store.put(item, before ? equals('revision', before.revision) : absent('pk'));
    if (!written.ok) throw new Error('the advisories were changed by others during an import');
  }
  return merged.kept;
};
