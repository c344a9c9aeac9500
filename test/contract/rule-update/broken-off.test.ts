import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fileBlobs } from '../../../functions/rule-update/local/file-blobs.ts';
import { fileSigner } from '../../../functions/rule-update/local/file-signer.ts';
import { type RunDeps, runRuleUpdate } from '../../../functions/rule-update/run.ts';
import { readPath } from '../../../functions/rule-update/source/read-path.ts';
import { loadCatalogue } from '../../../shared/catalogue/load.ts';
import { publishRules } from '../../../shared/table/entities/rules/publish-rules.ts';
import {
  type CatalogueVersionItem,
  listCatalogueVersions,
  readCatalogueVersion,
  readPublished,
} from '../../../shared/table/entities/rules/rule-catalogue.ts';
import { importRunItem } from '../../../shared/table/entities/rules/rule-update.ts';
import { keys } from '../../../shared/table/keys.ts';
import { startTable, type TestTable } from '../../support/table.ts';
import { rulesFile } from './support.ts';

let table: TestTable;
let dir: string;
let clock: number;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'mvp-broken-off-'));
  clock = Date.now();
  await prepare();
  return () => rmSync(dir, { recursive: true, force: true });
});

const rings = { firstTenants: [], secondShare: 0, delayHours: 24 };

const deps = (): RunDeps => ({
  store: table.store,
  now: () => clock,
  blobs: fileBlobs(join(dir, 'blobs')),
  signer: fileSigner(join(dir, 'key.pem')),
  readSource: readPath,
});

/** Two versions: the first in force again, the second held; and a third waits in the sources, one of which is gone. */
const prepare = async () => {
  for (const at of Object.keys(await table.dump())) {
    const [pk = '', sk = ''] = at.split(' ');
    await table.store.remove({ pk, sk });
  }
  const sources = ['feed', 'gone'].map((name) => ({ name, from: join(dir, `${name}.rules`) }));
  await table.store.put({
    ...keys.catalogueSettings,
    ...{ kind: 'rule-update-settings', revision: 1, sources, rings },
    ...{ autoPublish: true, mostShrink: 0.2, mostFilesLost: 0.2, everyHours: 24 },
  });
  writeFileSync(join(dir, 'gone.rules'), rulesFile(3, 7001));
  for (const count of [5, 6]) {
    writeFileSync(join(dir, 'feed.rules'), rulesFile(count));
    await runRuleUpdate(deps());
    clock += 24 * 3_600_000;
  }
  const first = await readCatalogueVersion(table.store, 1);
  const second = await readCatalogueVersion(table.store, 2);
  if (!(first && second)) throw new Error('there are no two versions');
  const back = publishRules(
    first,
    await readPublished(table.store),
    clock,
    { kind: 'apikey', name: 'k' },
    rings,
  );
  await table.store.transact(back);
  const held: CatalogueVersionItem = { ...second, state: 'held' };
  await table.store.put(held);
  writeFileSync(join(dir, 'feed.rules'), rulesFile(7));
  rmSync(join(dir, 'gone.rules'));
};

type When = 'before' | 'after';

/** The same parts, that break at their nth call: before it does its work, or after, so that its answer is lost. */
const breaking = (at: number, when: When) => {
  let calls = 0;
  const broken = <T extends object>(part: T): T =>
    new Proxy(part, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function' || name === 'now') return member;
        return async (...given: readonly unknown[]) => {
          const hit = calls++ === at;
          if (hit && when === 'before') throw new Error('broken off');
          const answer: unknown = await Reflect.apply(member, target, given);
          if (hit) throw new Error('broken off');
          return answer;
        };
      },
    });
  const { store, blobs, signer, now, readSource } = deps();
  return {
    deps: { store: broken(store), blobs: broken(blobs), signer: broken(signer), now, readSource },
    reached: () => calls > at,
  };
};

/** What stands in the table in the end, as far as it could be there twice. */
const outcome = async () => {
  const items = Object.values(await table.dump()) as Record<string, unknown>[];
  const published = await readPublished(table.store);
  const signer = fileSigner(join(dir, 'key.pem'));
  const catalogue = published && (await loadCatalogue({ ...deps(), ...signer }, published));
  return {
    versions: (await listCatalogueVersions(table.store)).map(({ version, state }) => [version, state]),
    published: [published?.version, published?.sequence],
    rules: catalogue?.rules.filter(({ ID }) => ID > 3).map(({ ID }) => ID),
    events: items.flatMap(({ kind, number }) => (kind === 'system-event' ? [Number(number)] : [])).sort(),
    trail: items.filter(({ kind }) => kind === 'trail').length,
    alerts: items.flatMap(({ kind, state, count }) => (kind === 'alert' ? [[state, count]] : [])),
  };
};

describe('an import that breaks off', () => {
  const whole = {
    versions: [
      [3, 'imported'],
      [2, 'held'],
      [1, 'imported'],
    ],
    published: [3, 4],
    rules: [5001, 5002, 5003, 5004, 5005, 5006, 5007, 7001, 7002, 7003],
    events: [106, 106, 106, 107, 113, 114, 114, 114],
    trail: 4,
    alerts: [['raised', 1]],
  };

  it.each<When>(['before', 'after'])(
    'at any of its calls (%s it works) is made again by a later beat, with nothing twice and what is held still held',
    async (when) => {
      let reached = true;
      for (let at = 0; reached; at++) {
        await prepare();
        const broken = breaking(at, when);
        await runRuleUpdate(broken.deps).catch(() => undefined);
        reached = broken.reached();
        clock += 240_000;
        await runRuleUpdate(deps());
        clock += 60_000;
        await runRuleUpdate(deps());
        expect({ at, ...(await outcome()) }).toEqual({ at, ...whole });
        const run = await table.store.get(keys.catalogueRun, importRunItem);
        expect(run?.ended).toBeGreaterThanOrEqual(run?.started ?? 0);
        if (at > 100) throw new Error('it never comes to an end');
      }
    },
    120_000,
  );

  it('is not made a second time while the first may be at work', async () => {
    const [one, two] = await Promise.all([runRuleUpdate(deps()), runRuleUpdate(deps())]);
    expect([one, two].filter((imported) => imported !== undefined)).toHaveLength(1);
    expect(await outcome()).toEqual(whole);
  });
});
