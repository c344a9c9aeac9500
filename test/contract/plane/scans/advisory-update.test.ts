import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runAdvisoryUpdate } from '../../../../functions/advisory-update/run.ts';
import { readPath } from '../../../../functions/advisory-update/source/read-path.ts';
import { readUrl } from '../../../../functions/advisory-update/source/read-url.ts';
import { readZip } from '../../../../functions/advisory-update/source/read-zip.ts';
import { advisoryHandlers } from '../../../../functions/operator/advisories.ts';
import { createIndexReader } from '../../../../functions/scans/read-index.ts';
import { egressFrom } from '../../../../shared/egress/egress.ts';
import { api } from '../../../../shared/http/api.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { debianAdvisory } from '../../../support/scans.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedOperatorKey } from '../../../support/tenant.ts';
import { makeCertificate } from '../../../support/tls.ts';

const FIXTURES = join(import.meta.dirname, '../../../../../shared/fixtures/advisories');
const HOUR = 3_600_000;
const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const documents = Object.fromEntries(
  Array.from({ length: 60 }, (_, at) => {
    const CVE = `CVE-2024-${1000 + at}`;
    return [`${CVE}.json`, json(debianAdvisory(CVE, 'nginx', `1.${at}-1`))];
  }),
);

let table: TestTable;
let folder: string;
let now = Date.now();
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'advisories-'));
  return () => rmSync(folder, { recursive: true });
});

const kept = new Map<string, Uint8Array>();
const blobs = {
  put: async (name: string, bytes: Uint8Array): Promise<void> => void kept.set(name, bytes),
  get: async (name: string): Promise<Uint8Array | undefined> => kept.get(name),
};
const run = (readSource = readPath) =>
  runAdvisoryUpdate({ store: table.store, blobs, readSource, now: () => now });

describe('the operator', () => {
  it('names sources, imports, and sees what came of it', async () => {
    const key = await seedOperatorKey(table.store);
    const handler = api({ store: table.store, logger: quietLogger(), now: () => now }, [
      ...advisoryHandlers({ store: table.store, logger: quietLogger(), now: () => now }),
    ]);
    const operator = async (method: string, path: string, body?: unknown) =>
      (
        await call(handler, {
          method,
          path: `/operator/advisories${path}`,
          headers: { 'api-secret-key': key },
          ...(body !== undefined && { body }),
        })
      ).body;
    expect(await operator('GET', '')).toEqual({ sources: [], everyHours: 24, ecosystems: {} });
    expect(await run()).toBe(false);

    const archive = join(folder, 'all.zip');
    writeFileSync(
      archive,
      zipSync({ ...documents, 'bad.json': Buffer.from('{'), 'x.txt': Buffer.from('x') }),
    );
    await operator('POST', '', { sources: [archive, join(folder, 'missing')] });
    expect(await run()).toBe(true);
    expect(await operator('GET', '')).toMatchObject({
      read: 61,
      refused: 1,
      problems: [expect.stringContaining('missing')],
      ecosystems: { 'Debian:12': { CVEs: 60, packages: 1, imported: now } },
    });
    const index = await createIndexReader(table.store, blobs)('Debian:12');
    expect(index?.cves).toHaveLength(60);

    // Not due; then asked for, and the source has shrunk: what is known stays.
    expect(await run()).toBe(false);
    writeFileSync(archive, zipSync({ 'one.json': documents['CVE-2024-1000.json'] as Uint8Array }));
    now += HOUR;
    await operator('POST', '/import');
    expect(await run()).toBe(true);
    expect(await operator('GET', '')).toMatchObject({
      problems: expect.arrayContaining([expect.stringContaining('1 CVEs instead of 60')]),
      ecosystems: { 'Debian:12': { CVEs: 60 } },
    });
    now += 25 * HOUR;
    expect(await run()).toBe(true);
  });
});

describe('sources', () => {
  const take = () => {
    const names: string[] = [];
    return { names, take: (name: string) => void names.push(name) };
  };

  it('a directory of directories', async () => {
    mkdirSync(join(folder, 'a'));
    for (const [name, bytes] of Object.entries(documents)) writeFileSync(join(folder, 'a', name), bytes);
    const seen = take();
    expect(await readPath(folder, seen.take)).toEqual({ ok: true });
    expect(seen.names).toHaveLength(60);
  });

  it('an archive over HTTPS; another status is a refusal', async () => {
    const { cert, key, ca } = await makeCertificate();
    const archive = zipSync(documents);
    const server = createServer({ cert, key }, (request, reply) => {
      reply.statusCode = request.url === '/all.zip' ? 200 : 404;
      reply.end(request.url === '/all.zip' ? archive : '');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const read = readUrl(egressFrom({ EGRESS_ALLOW: '127.0.0.1/32' }), { trust: [ca] });
    const seen = take();
    expect(await read(`https://127.0.0.1:${port}/all.zip`, seen.take)).toEqual({ ok: true });
    expect(seen.names).toHaveLength(60);
    expect(await read(`https://127.0.0.1:${port}/none.zip`, seen.take)).toMatchObject({ ok: false });
    const guarded = readUrl(egressFrom({}));
    expect(await guarded(`https://127.0.0.1:${port}/all.zip`, seen.take)).toMatchObject({
      reason: 'address-refused',
    });
    expect(await guarded('http://example.org/all.zip', seen.take)).toMatchObject({ reason: 'not-https' });
    server.close();
  });

  const whole = zipSync(documents);
  it.each<[string, Uint8Array]>([
    ['is no zip', Buffer.from('hello')],
    ['is empty', new Uint8Array(0)],
    ['is cut off', whole.subarray(0, whole.length - 100)],
    ['is cut off in the middle', whole.subarray(0, whole.length >> 1)],
    ['is damaged', whole.map((byte, at) => (at > 200 && at < 260 ? byte ^ 0xff : byte))],
  ])('an archive that %s', (_what, bytes) => {
    expect(readZip('all.zip', bytes, () => undefined)).toMatchObject({ ok: false, reason: 'broken' });
  });

  it('a document that unpacks to too much is passed over', () => {
    const bomb = zipSync({ 'bomb.json': new Uint8Array(8 * 1024 * 1024), ...documents });
    const seen = take();
    expect(readZip('all.zip', bomb, seen.take)).toEqual({ ok: true });
    expect(seen.names).toHaveLength(60);
  });
});

it.skipIf(!existsSync(FIXTURES))(
  'the recorded advisories (skipped where ../shared/fixtures is missing)',
  async () => {
    const { collectAdvisories } = await import('../../../../functions/advisory-update/collect.ts');
    const { read, failures, indexes } = await collectAdvisories(
      [join(FIXTURES, 'debian'), join(FIXTURES, 'alpine/osv')],
      readPath,
    );
    expect(failures).toEqual([]);
    expect(read).toBeGreaterThan(1000);
    expect(indexes.map(({ ecosystem }) => ecosystem)).toEqual(
      expect.arrayContaining(['Debian:12', 'Alpine:v3.19']),
    );
  },
);
