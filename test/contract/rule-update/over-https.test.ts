import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { importSources } from '../../../functions/rule-update/import-sources.ts';
import type { FeedSource } from '../../../functions/rule-update/source/feed-source.ts';
import { readUrl } from '../../../functions/rule-update/source/read-url.ts';
import { egressFrom } from '../../../shared/egress/egress.ts';
import { makeCertificate } from '../../support/tls.ts';
import { importer, rulesFile, tarGz } from './support.ts';

/** What the server has, by path; a number is a status. */
const files = new Map<string, Uint8Array | string | number>();
/** A body of one byte after the other that never ends. */
const DRIP = -1;
let server: Server;
let trust: string;
let place: ReturnType<typeof importer>;

beforeAll(async () => {
  const { key, cert, ca } = await makeCertificate();
  trust = ca;
  server = createServer({ key, cert }, (request, reply) => {
    const found = files.get(request.url ?? '') ?? 404;
    if (found === DRIP) {
      const drip = setInterval(() => reply.write('#'), 20);
      reply.on('close', () => clearInterval(drip));
      return;
    }
    if (typeof found === 'number') reply.writeHead(found, { location: 'https://localhost/elsewhere' }).end();
    else reply.end(found);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => server.close());
beforeEach(() => {
  files.clear();
  place = importer();
});
afterEach(() => place.remove());

const origin = (): string => `https://localhost:${(server.address() as AddressInfo).port}`;

const run = async (more: Partial<FeedSource> = {}, allow = '127.0.0.0/8, ::1/128') => {
  const readSource = readUrl(egressFrom({ EGRESS_ALLOW: allow }), { trust: [trust] });
  const source = { name: 'feed', from: `${origin()}/feed.tar.gz`, ...more };
  const { failures, report } = await importSources(
    { ...place, readSource },
    {
      at: Date.now(),
      sources: [source],
      before: undefined,
      version: 1,
      mostLost: { rules: 0.2, files: 0.2 },
      corpus: [],
    },
  );
  return failures[0]?.reason ?? report.accepted - 3;
};

it('reads an archive, with or without a hash beside it', async () => {
  const bytes = await tarGz({ 'rules/a.rules': rulesFile(20) });
  files.set('/feed.tar.gz', bytes);
  expect(await run()).toBe(20);
  expect(await run({ check: 'md5' })).toBe('hash');
  files.set('/feed.tar.gz.md5', createHash('md5').update(bytes).digest('hex'));
  expect(await run({ check: 'md5' })).toBe(20);
  files.set('/feed.tar.gz.md5', createHash('md5').update('other').digest('hex'));
  expect(await run()).toBe('hash');
  files.set('/feed.tar.gz.sha256', `${createHash('sha256').update(bytes).digest('hex')}  feed.tar.gz`);
  expect(await run()).toBe(20);
  expect(await run({ check: 'none' })).toBe(20);
});

it('reads one file of rules', async () => {
  files.set('/a.rules', rulesFile(7));
  expect(await run({ from: `${origin()}/a.rules` })).toBe(7);
});

it.each([
  ['nothing there', 404, 'unreachable'],
  ['a failure', 500, 'unreachable'],
  ['a redirect', 302, 'redirected'],
])('%s changes nothing', async (_what, answer, reason) => {
  files.set('/feed.tar.gz', answer);
  expect(await run()).toBe(reason);
});

it('a source that drips for ever ends with its share of the time, and the others go on', async () => {
  files.set('/drip.rules', DRIP);
  files.set('/feed.tar.gz', await tarGz({ 'a.rules': rulesFile(20) }));
  const readSource = readUrl(egressFrom({ EGRESS_ALLOW: '127.0.0.0/8, ::1/128' }), { trust: [trust] });
  const sources = [
    { name: 'drip', from: `${origin()}/drip.rules` },
    { name: 'feed', from: `${origin()}/feed.tar.gz` },
  ];
  const { failures, report } = await importSources(
    { ...place, readSource },
    {
      ...{ at: 1, sources, before: undefined, version: 1, corpus: [], within: 6_000 },
      mostLost: { rules: 0.2, files: 0.2 },
    },
  );
  expect(failures.map(({ source, reason }) => [source, reason])).toEqual([['drip', 'timeout']]);
  expect(report.accepted - 3).toBe(20);
});

it('goes nowhere but to https on the internet', async () => {
  files.set('/feed.tar.gz', await tarGz({ 'a.rules': rulesFile(20) }));
  expect(await run({}, '')).toBe('address-refused');
  expect(await run({ from: origin().replace('https', 'http') })).toBe('not-https');
  expect(await run({ from: 'file:///etc/passwd' })).toBe('not-https');
  expect(await run({ from: '/etc/passwd' })).toBe('not-https');
});
