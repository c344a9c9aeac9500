import { readManifest, type Shelf } from '../../shared/catalogue/load.ts';
import { licenceText } from '../../shared/catalogue/manifest.ts';
import { readFile } from '../../shared/catalogue/packed-file.ts';
import { SOURCE_FAILED } from '../../shared/domain/alert/rule-source-failed.ts';
import { accept, missing, refuse } from '../../shared/domain/outcome.ts';
import { decideVersion } from '../../shared/domain/rule-update/delivery/publication.ts';
import { isEverybodys } from '../../shared/domain/rule-update/delivery/release.ts';
import type { ImportReport } from '../../shared/domain/rule-update/feed/assemble.ts';
import { checkSources } from '../../shared/domain/rule-update/feed/source-address.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { ruleUpdateRoutes as routes } from '../../shared/schema/routes/rule-updates.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import { listAlerts } from '../../shared/table/entities/alert/alert.ts';
import { publishRules, rollOut } from '../../shared/table/entities/rules/publish-rules.ts';
import {
  type CatalogueVersionItem,
  listCatalogueVersions,
  type PublishedItem,
  readCatalogueVersion,
  readPublished,
  releasesOf,
} from '../../shared/table/entities/rules/rule-catalogue.ts';
import {
  importRunItem,
  readImportRun,
  readRuleUpdateSettings,
} from '../../shared/table/entities/rules/rule-update.ts';
import { trail } from '../../shared/table/entities/tenant/trail.ts';
import { keys, OPERATOR } from '../../shared/table/keys.ts';

export interface RuleUpdateDeps extends ApiDeps, Shelf {
  /** Sources may be paths: on one machine. */
  readonly rulePaths: boolean;
}

const busy = refuse('conflict', 'Rule updates are being changed by others. Try again.', 'busy');

/** Versions of the rule catalogue: list, import, publish, hold, roll back; where rules come from. */
export const ruleUpdateHandlers = ({
  store,
  blobs,
  trustedKeys,
  rulePaths,
}: RuleUpdateDeps): readonly Handler[] => [
  on(routes.list, async () => {
    const [versions, published, run, alerts] = await Promise.all([
      listCatalogueVersions(store),
      readPublished(store),
      readImportRun(store),
      listAlerts(store, OPERATOR),
    ]);
    const { requested, started, ended } = run ?? {};
    return accept({
      ruleUpdates: versions.map((version) => view(version, published)),
      sequence: published?.sequence ?? 0,
      ...{ requested, started, ended },
      failures: alerts
        .filter(({ type, state }) => type === SOURCE_FAILED && state === 'raised')
        .map(({ target, subject, raised }) => ({
          source: target.replace(/^source-/, ''),
          message: subject.reason ?? '',
          since: raised,
        })),
    });
  }),

  on(routes.importNow, async ({ caller, body, now }) => {
    const acceptShrink = body?.acceptShrink ?? [];
    const { sources } = await readRuleUpdateSettings(store);
    const unknown = acceptShrink.find((name) => !sources.some((source) => source.name === name));
    if (unknown) return refuse('invalid', `acceptShrink: there is no source ${unknown}.`);
    const set = { kind: 'import-run', requested: now, requestedBy: caller.by.name, acceptShrink };
    await store.update(keys.catalogueRun, { set }, importRunItem);
    if (acceptShrink.length > 0) {
      const detail = acceptShrink.join(', ');
      const entry = { action: 'rules-shrink-accepted', target: 'rule-update-settings', detail };
      await store.put(trail(OPERATOR, { ...entry, at: now, by: caller.by }));
    }
    return accept({ requested: now });
  }),

  on(routes.describe, async ({ params }) => {
    const [version, published] = await Promise.all([
      readCatalogueVersion(store, params.version),
      readPublished(store),
    ]);
    if (!version) return missing('rule update');
    const { files, sources } = await readManifest({ blobs, trustedKeys }, version);
    const report = (await readFile(blobs, files.report)) as ImportReport;
    return accept({
      ...view(version, published),
      refused: [...report.refused.reasons],
      unsupported: [...report.unsupported.reasons],
      origins: sources.map(({ name, from, licences, imported, files: byFile }) => ({
        name,
        ...(from !== undefined && { from }),
        licences,
        imported,
        rules: Object.values(byFile).reduce((sum, count) => sum + count, 0),
      })),
    });
  }),

  on(routes.licences, async ({ params }) => {
    const version = await readCatalogueVersion(store, params.version);
    if (!version) return missing('rule update');
    const { files } = await readManifest({ blobs, trustedKeys }, version);
    return accept({ licences: licenceText.array().parse(await readFile(blobs, files.licences)) });
  }),

  on(routes.modify, async ({ caller, params, body, now }) => {
    const [version, published] = await Promise.all([
      readCatalogueVersion(store, params.version),
      readPublished(store),
    ]);
    const decided = decideVersion(
      body.state,
      version,
      published && { ...published, ...underWay(published, now) },
    );
    if (!decided.ok) return decided;
    if (!version || 'nothing' in decided.value)
      return version ? accept(view(version, published)) : missing('rule update');
    if ('publish' in decided.value) {
      const { rings } = await readRuleUpdateSettings(store);
      const done = await store.transact(publishRules(version, published, now, caller.by, rings));
      if (!done.ok) return busy;
    } else if ('rollOut' in decided.value) {
      if (!published) return busy;
      const done = await store.transact(rollOut(published, decided.value.rollOut, now, caller.by));
      if (!done.ok) return busy;
    } else {
      const { state } = decided.value;
      const next: CatalogueVersionItem = { ...version, state, revision: version.revision + 1 };
      const done = await store.transact([
        {
          put: next,
          if: equals('revision', version.revision),
        },
        // What is in force must not change in between.
        published
          ? { check: keys.cataloguePublished, if: equals('sequence', published.sequence) }
          : { check: keys.cataloguePublished, if: absent('pk') },
        {
          put: trail(OPERATOR, {
            at: now,
            action: `rules-${state}`,
            target: `rule-update-${version.version}`,
            by: caller.by,
          }),
        },
      ]);
      if (!done.ok) return busy;
    }
    const after = await readCatalogueVersion(store, params.version);
    return after ? accept(view(after, await readPublished(store))) : missing('rule update');
  }),

  on(routes.describeSettings, async () => accept(shown(await readRuleUpdateSettings(store)))),

  on(routes.modifySettings, async ({ caller, body, now }) => {
    const sources = checkSources(body.sources ?? [], rulePaths);
    if (!sources.ok) return sources;
    const before = await readRuleUpdateSettings(store);
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const after = { ...before, ...given, revision: before.revision + 1 };
    const done = await store.transact([
      { put: after, if: before.revision === 0 ? absent('pk') : equals('revision', before.revision) },
      {
        put: trail(OPERATOR, {
          at: now,
          action: 'rule-update-settings-changed',
          target: 'rule-update-settings',
          by: caller.by,
          detail: Object.keys(given).join(', '),
        }),
      },
    ]);
    return done.ok ? accept(shown(after)) : busy;
  }),
];

/** Settings as the API answers them; where and how they are kept stays inside. */
const shown = ({
  pk: _pk,
  sk: _sk,
  kind: _kind,
  revision: _revision,
  ...settings
}: Awaited<ReturnType<typeof readRuleUpdateSettings>>) => settings;

const underWay = (published: PublishedItem, now: number) => {
  const [newest] = releasesOf(published);
  return {
    everybodys: newest !== undefined && isEverybodys(newest, now),
    held: newest?.held !== undefined,
  };
};

const view = (item: CatalogueVersionItem, published: PublishedItem | undefined) => ({
  version: item.version,
  state: published?.version === item.version ? ('published' as const) : item.state,
  created: item.created,
  ...(item.published !== undefined && { published: item.published }),
  sources: item.sources,
  counts: item.counts,
});
