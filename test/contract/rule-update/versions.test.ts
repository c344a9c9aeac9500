import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalogue, readManifest } from '../../../shared/catalogue/load.ts';
import { readFile } from '../../../shared/catalogue/packed-file.ts';
import { writeVersion } from '../../../shared/catalogue/write-version.ts';
import { starterRules } from '../../../shared/domain/ips/catalogue/starter.ts';
import type { FeedRule } from '../../../shared/domain/rule-update/feed/feed-rule.ts';
import { importer, ruleText } from './support.ts';

const ETOPEN = join(import.meta.dirname, '../../../../shared/fixtures/etopen');

let place: ReturnType<typeof importer>;
beforeEach(() => {
  place = importer();
});
afterEach(() => place.remove());

const imported = async (...texts: string[]) => {
  const { written } = await place.run(place.put('a.rules', texts.join('\n')));
  if (!written) throw new Error('no version was made');
  return written;
};

const purpose = 'policy' as const;
const nothing = {
  ...{ version: 1, created: 1, rules: [], sources: [], licences: [] },
  registry: { next: 9_000_000, given: [] },
  report: {} as never,
};

describe('a version', () => {
  it('gives back what went in: rules by id, signatures when asked for', async () => {
    const texts = [ruleText(5001), ruleText(9001), ruleText(5002, 'flowbits:set,a; ')];
    const catalogue = await loadCatalogue(place.shelf, await imported(...texts));
    expect(catalogue.version).toBe(1);
    expect(catalogue.rules.map(({ ID }) => ID)).toEqual([1, 2, 3, 5001, 9001]);
    expect(catalogue.rule(5001)).toMatchObject({
      name: 'Rule 5001',
      originalIssue: Date.UTC(2024, 0, 2),
      detectOnly: false,
      signatures: [],
    });
    expect({ ...catalogue.rule(1), signatures: [] }).toEqual({ ...starterRules[0], signatures: [] });
    expect(await catalogue.signatures?.([1, 5001, 9001, 5002, 77])).toEqual(
      new Map([
        [1, [...(starterRules[0]?.signatures ?? [])]],
        [5001, texts.slice(0, 1)],
        [9001, texts.slice(1, 2)],
      ]),
    );
  });

  it('is stored in a form that is for ever', async () => {
    const { files, ...rest } = await readManifest(place.shelf, await imported(ruleText(5001)));
    expect(rest).toEqual({
      format: 1,
      version: 1,
      created: 1_795_435_200_000,
      sources: [
        { name: 'starter', files: { starter: 3 }, licences: ['Apache-2.0'], imported: 1_795_435_200_000 },
        {
          name: 'feed',
          from: join(place.dir, 'a.rules'),
          files: { 'a.rules': 1 },
          licences: [],
          imported: 1_795_435_200_000,
        },
      ],
    });
    const [, , , row] = (await readFile(place.blobs, files.index)) as object[];
    expect(row).toEqual({
      ID: 5001,
      identifier: '5001',
      name: 'Rule 5001',
      description: 'Attempted administrator privilege gain.',
      applicationTypeID: 1,
      severity: 'high',
      type: 'exploit',
      action: 'reset',
      issued: 19_724,
      updated: 19_724,
    });
    expect(files.details.map(({ from }) => from)).toEqual([0, 4000]);
    expect(await readFile(place.blobs, files.details[1] as never)).toEqual([[5001, [ruleText(5001)]]]);
    expect(await readFile(place.blobs, files.ids)).toEqual({
      next: 9_000_000,
      given: [['feed', 5001, 5001]],
    });
  });

  it('says of a rule which version brought it, except of the first', async () => {
    await imported(ruleText(5001));
    const { files } = await readManifest(place.shelf, await imported(ruleText(5001), ruleText(5002)));
    const rows = (await readFile(place.blobs, files.index)) as { ID: number; since?: number }[];
    expect(rows.map(({ ID, since }) => [ID, since])).toEqual([
      ...[1, 2, 3, 5001].map((ID) => [ID, undefined]),
      [5002, 2],
    ]);
    const third = await loadCatalogue(place.shelf, await imported(ruleText(5002), ruleText(5003)));
    expect([third.rule(5002)?.since, third.rule(5003)?.since]).toEqual([2, 3]);
  });

  it('shares what did not change with the version before', async () => {
    const first = await readManifest(place.shelf, await imported(ruleText(5001), ruleText(9001)));
    const second = await readManifest(
      place.shelf,
      await imported(ruleText(5001), ruleText(9001), ruleText(9002)),
    );
    expect(second.files.details.slice(0, 2)).toEqual(first.files.details.slice(0, 2));
    expect(second.files.details[2]).not.toEqual(first.files.details[2]);
  });

  it('is not loaded when it was changed, or another key signed it', async () => {
    const signed = await imported(ruleText(5001));
    const other = importer();
    // A version of somebody else, whole and well signed, with its files in our bucket.
    const theirs = await writeVersion({ blobs: place.blobs, signer: other.signer }, nothing);
    await expect(loadCatalogue(place.shelf, theirs)).rejects.toThrow('not signed');
    const trustedKeys = async () => (await other.signer.trustedKeys()).map((key) => ({ ...key, purpose }));
    await expect(loadCatalogue({ ...place.shelf, trustedKeys }, theirs)).rejects.toThrow('not signed');
    expect((await loadCatalogue({ ...place.shelf, ...other.signer }, theirs)).rules).toEqual([]);
    other.remove();
    const [head, , signature] = signed.jws.split('.');
    const payload = Buffer.from(
      JSON.stringify({ version: 2, manifest: { hash: 'a'.repeat(64), unpacked: 9 }, created: 1 }),
    ).toString('base64url');
    await expect(
      loadCatalogue(place.shelf, { ...signed, jws: `${head}.${payload}.${signature}` }),
    ).rejects.toThrow('not signed');
    const dir = join(place.dir, 'blobs/operator/rules');
    for (const name of readdirSync(dir)) writeFileSync(join(dir, name), Buffer.alloc(9));
    await expect(loadCatalogue(place.shelf, signed)).rejects.toThrow('has been changed');
  });
});

describe('the next import', () => {
  it('makes no version when nothing is other than before', async () => {
    await imported(ruleText(5001));
    expect((await place.run(join(place.dir, 'a.rules'))).written).toBeUndefined();
  });

  it('offers a rule that the engine has learnt since, even from a source that is out of reach', async () => {
    const signed = await imported(ruleText(5001), ruleText(5002));
    const { files, sources } = await readManifest(place.shelf, signed);
    const rules = (await readFile(place.blobs, files.rules)) as FeedRule[];
    // As an engine would have left it that did not know the rule's language.
    const older = await writeVersion(place, {
      version: 1,
      created: 1,
      rules: rules.map((rule) =>
        rule.ID === 5002 ? { ...rule, unsupported: 'keyword is not supported' } : rule,
      ),
      registry: { next: 9_000_000, given: [['feed', 5001, 5001]] },
      report: {} as never,
      sources,
      licences: [],
    });
    expect((await loadCatalogue(place.shelf, older)).rule(5002)).toBeUndefined();
    const { written, report, failures } = await place.run('/nowhere', { before: older, version: 2 });
    expect(failures).toHaveLength(1);
    expect(report).toMatchObject({ newlySupported: 1, added: 0, changed: 0, removed: 0 });
    if (!written) throw new Error('no version was made');
    expect((await loadCatalogue(place.shelf, written)).rule(5002)?.name).toBe('Rule 5002');
  });

  it('keeps ids whatever comes and goes', async () => {
    await imported(ruleText(5001), ruleText(500));
    await imported(ruleText(5001), ruleText(501));
    const { rules } = await place.run(place.put('a.rules', [ruleText(500), ruleText(5001)].join('\n')));
    expect(rules.find(({ identifier }) => identifier === '500')?.ID).toBe(9_000_000);
  });
});

describe.skipIf(!existsSync(ETOPEN))(
  'the dated snapshots (skipped where ../shared/fixtures is missing)',
  () => {
    it('one after the other', async () => {
      const first = await place.run(join(ETOPEN, '2024-04-21'));
      expect(first.report).toMatchObject({
        read: 9110,
        accepted: 9110,
        refused: { count: 0 },
        switchedOff: 2132,
      });
      expect(first.sources[1]?.licences).toEqual(['BSD-License.txt', 'LICENSE', 'gpl-2.0.txt']);
      const second = await place.run(join(ETOPEN, '2025-08-01'));
      expect(second.failures).toEqual([]);
      expect(second.report).toMatchObject({ read: 4269, added: 180, removed: 5021 });
      expect(second.rules.every(({ ID }) => ID < 10_000_001)).toBe(true);
      const texts = readFileSync(join(ETOPEN, '2025-08-01/emerging-exploit.rules'), 'utf8');
      const catalogue = second.written && (await loadCatalogue(place.shelf, second.written));
      const [rule] = catalogue?.rules.filter(({ CVE }) => CVE.includes('CVE-2021-44228')).slice(-1) ?? [];
      const [text] = (await catalogue?.signatures?.([rule?.ID ?? 0]))?.get(rule?.ID ?? 0) ?? [];
      expect(texts).toContain(text);
    });
  },
);
