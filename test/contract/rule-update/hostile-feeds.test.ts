import { createHash } from 'node:crypto';
import { closeSync, openSync, truncateSync, writeSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importer, rulesFile, ruleText, tar, tarGz } from './support.ts';

let place: ReturnType<typeof importer>;
beforeEach(() => {
  place = importer();
});
afterEach(() => place.remove());

const good = () => tarGz({ 'rules/a.rules': rulesFile(50), 'rules/LICENSE': 'BSD' });

/** Imports a good feed, then what is given, and tells what became of it. */
const afterGood = async (name: string, content: string | Uint8Array) => {
  await place.run(place.put('feed.tar.gz', await good()));
  const imported = await place.run(place.put(name, content));
  const { added, changed, removed } = imported.report;
  return {
    reason: imported.failures[0]?.reason,
    message: imported.failures[0]?.message ?? '',
    made: imported.written !== undefined,
    others: [added, changed, removed],
    rules: imported.rules.length,
  };
};

const nothing = { made: false, others: [0, 0, 0], rules: 53 };

describe('a feed that is broken changes nothing', () => {
  it.each([
    ['a gzip cut off', async () => (await good()).subarray(0, -40), 'broken'],
    [
      'a tar cut off within a file',
      async () => gzipSync((await tar({ 'a.rules': rulesFile(50) })).subarray(0, 5000)),
      'broken',
    ],
    [
      'a tar cut off between files',
      async () => gzipSync((await tar({ 'a.rules': rulesFile(60) })).subarray(0, -1024)),
      'broken',
    ],
    [
      'a checksum that lies',
      async () => {
        const bytes = await tar({ 'a.rules': rulesFile(50) });
        bytes[3] = 0x41;
        return gzipSync(bytes);
      },
      'broken',
    ],
    ['a path that climbs out', () => tarGz({ '../../etc/a.rules': rulesFile(50) }), 'bad-path'],
    ['an absolute path', () => tarGz({ '/etc/a.rules': rulesFile(50) }), 'bad-path'],
    ['a symbolic link', () => tarGz({ 'a.rules': { type: 'symlink', linkname: '/etc/passwd' } }), 'bad-path'],
    ['a device', () => tarGz({ 'a.rules': { type: 'character-device' } }), 'bad-path'],
    ['no rules', () => tarGz({ 'rules/readme.txt': 'nothing here' }), 'empty'],
    ['an empty file', async () => Buffer.alloc(0), 'empty'],
    ['a third of its rules gone', () => tarGz({ 'rules/a.rules': rulesFile(33) }), 'shrunk'],
    ['noise', async () => createHash('sha512').update('x').digest(), 'empty'],
  ] as const)('%s', async (_what, make, reason) => {
    expect(await afterGood('next', await make())).toMatchObject({ ...nothing, reason });
  });

  it('a hash beside it that does not fit', async () => {
    const bytes = await tarGz({ 'rules/a.rules': rulesFile(60) });
    place.put('next.md5', createHash('md5').update('other').digest('hex'));
    expect(await afterGood('next', bytes)).toMatchObject({ ...nothing, reason: 'hash' });
    place.put('next.md5', `${createHash('md5').update(bytes).digest('hex')}  next`);
    expect((await place.run(place.put('next', bytes))).report).toMatchObject({ added: 10 });
  });

  it('a bomb: zeros that unpack to gigabytes are given up early', async () => {
    const zeros = gzipSync(Buffer.alloc(64_000_000));
    expect(zeros.length).toBeLessThan(100_000);
    expect(await afterGood('next', zeros)).toMatchObject({ ...nothing, reason: 'bomb' });
  });

  it('more rules than any real feed has', async () => {
    await place.run(place.put('feed.tar.gz', await good()));
    const path = place.put('next.rules', '');
    const file = openSync(path, 'w');
    const thousand = `${Array.from({ length: 1000 }, (_, i) => `alert tcp any any -> any any (sid:${i + 1};)`).join('\n')}\n`;
    for (let i = 0; i < 1000; i++) writeSync(file, thousand);
    closeSync(file);
    const imported = await place.run(path);
    expect(imported.failures[0]?.reason).toBe('too-many-rules');
    expect(imported.written).toBeUndefined();
  });

  it('a path that is not there', async () => {
    await place.run(place.put('feed.tar.gz', await good()));
    expect((await place.run('/nowhere/at/all')).failures[0]).toMatchObject({
      source: 'feed',
      reason: 'unreachable',
    });
  });
});

describe('what is bad in a feed is refused alone', () => {
  it('a line of 100 MB, bytes that are no text, options without end, brackets without end', async () => {
    const path = place.put('next.rules', `${ruleText(5001)}\n`);
    const file = openSync(path, 'a');
    for (let i = 0; i < 100; i++) writeSync(file, Buffer.alloc(1_000_000, 'a'));
    writeSync(file, Buffer.from([0x0a, 0xff, 0xfe, 0x0a]));
    writeSync(file, `${ruleText(5002, 'content:"a"; '.repeat(300))}\n`);
    writeSync(file, `${ruleText(5003).replace('$HOME_NET', '['.repeat(3000))}\n`);
    writeSync(file, `${ruleText(5004, `pcre:"/${'('.repeat(4000)}a${')'.repeat(4000)}/"; `)}\n`);
    writeSync(file, `${ruleText(5005)}\n`);
    closeSync(file);
    const { report, rules, failures } = await place.run(path);
    expect(failures).toEqual([]);
    expect(report.read).toBe(3 + 7);
    expect(rules.filter(({ unsupported }) => !unsupported).map(({ ID }) => ID)).toEqual([
      1, 2, 3, 5001, 5005,
    ]);
    expect(report.refused.count + report.unsupported.count).toBe(5);
  });
});

it('a source that fails keeps its rules, and the others go on', async () => {
  const a = { name: 'a', from: place.put('a.rules', rulesFile(10)) };
  const b = { name: 'b', from: place.put('b.rules', rulesFile(10, 7001)) };
  await place.run('', { sources: [a, b] });
  truncateSync(a.from, 0);
  place.put('b.rules', rulesFile(12, 7001));
  const { report, failures } = await place.run('', { sources: [a, b] });
  expect(failures.map(({ source }) => source)).toEqual(['a']);
  expect(report).toMatchObject({ added: 2, changed: 0, removed: 0, accepted: 25 });
});
