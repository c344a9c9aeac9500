import { benignCorpus } from '../../shared/domain/rule-update/benign/corpus.ts';
import { importDue } from '../../shared/domain/rule-update/delivery/due.ts';
import { absent, all, any, equals } from '../../shared/table/condition.ts';
import { listBenignExchanges } from '../../shared/table/entities/rules/benign-exchange.ts';
import { listCatalogueVersions } from '../../shared/table/entities/rules/rule-catalogue.ts';
import {
  type ImportRunItem,
  importRunItem,
  readImportRun,
  readRuleUpdateSettings,
} from '../../shared/table/entities/rules/rule-update.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import { type ImportDeps, type Imported, importSources } from './import-sources.ts';
import { readOwnCorpus } from './own-corpus.ts';
import { recordImport } from './record-import.ts';

export interface RunDeps extends ImportDeps {
  readonly store: Store;
  readonly now: () => number;
}

/**
 * The plane's own beat of rules: if it is time or somebody asked, imports every source, and publishes what came of it
 * where the operator left that to us. One that breaks off anywhere is made again by a later beat under its own time, so
 * that nothing is told or published twice. Answers what the import found; undefined: there was nothing to do.
 */
export const runRuleUpdate = async (deps: RunDeps): Promise<Imported | undefined> => {
  const { store, now } = deps;
  const [settings, run, versions] = await Promise.all([
    readRuleUpdateSettings(store),
    readImportRun(store),
    listCatalogueVersions(store),
  ]);
  const [newest] = versions;
  if (settings.sources.length === 0 && !newest) return undefined;
  const started = importDue(run ?? {}, settings.everyHours, now());
  if (started === undefined) return undefined;
  const begun = await begin(store, run, started, now());
  if (!begun) return undefined;
  const version = (newest?.version ?? 0) + 1;
  const own = await listBenignExchanges(store);
  const imported = await importSources(deps, {
    sources: settings.sources,
    before: newest,
    at: started,
    version,
    mostLost: { rules: settings.mostShrink, files: settings.mostFilesLost },
    acceptShrink: begun.accepts ?? [],
    corpus: [...benignCorpus(), ...(await readOwnCorpus(deps.blobs)), ...own],
  });
  await recordImport(deps, settings, { ...imported, at: started, version });
  return imported;
};

/** Of two that begin at once one goes on. Undefined: it was not us, or somebody asks at this moment. */
const begin = async (
  store: Store,
  run: ImportRunItem | undefined,
  started: number,
  tried: number,
): Promise<ImportRunItem | undefined> => {
  const as = (member: 'requested' | 'started' | 'tried') =>
    run?.[member] === undefined ? absent(member) : equals(member, run[member]);
  const again = run?.started === started;
  const begun = await store.update(
    keys.catalogueRun,
    {
      // What the operator accepted holds for the import that begins now, and for it alone.
      set: { kind: 'import-run', started, tried, accepts: (again ? run?.accepts : run?.acceptShrink) ?? [] },
      ...(!again && { remove: ['acceptShrink'] }),
    },
    importRunItem,
    any(absent('pk'), all(as('requested'), as('started'), as('tried'))),
  );
  return begun.ok ? begun.item : undefined;
};
