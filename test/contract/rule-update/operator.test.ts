import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptKills } from '../../../agent/src/supervisor/configuration/accept-kills.ts';
import { benignExchangeHandlers } from '../../../functions/operator/benign-exchanges.ts';
import { ruleKillHandlers } from '../../../functions/operator/rule-kills.ts';
import { ruleUpdateHandlers } from '../../../functions/operator/rule-updates.ts';
import { fileBlobs } from '../../../functions/rule-update/local/file-blobs.ts';
import { fileSigner } from '../../../functions/rule-update/local/file-signer.ts';
import { OWN_CORPUS } from '../../../functions/rule-update/own-corpus.ts';
import { runRuleUpdate } from '../../../functions/rule-update/run.ts';
import { readPath } from '../../../functions/rule-update/source/read-path.ts';
import { publishedCatalogue } from '../../../shared/catalogue/published.ts';
import { api } from '../../../shared/http/api.ts';
import { listAlerts } from '../../../shared/table/entities/alert/alert.ts';
import { readRuleKills, textsDigest } from '../../../shared/table/entities/rules/rule-kills.ts';
import { keys, OPERATOR } from '../../../shared/table/keys.ts';
import { type CallOptions, call, type HttpHandler, quietLogger } from '../../support/call.ts';
import { startTable, type TestTable } from '../../support/table.ts';
import { seedKey, seedOperatorKey } from '../../support/tenant.ts';
import { rulesFile, ruleText } from './support.ts';

let table: TestTable;
let dir: string;
let key: string;
let clock: number;
let rules: string;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'mvp-operator-'));
  rules = join(dir, 'a.rules');
  clock = Date.now();
  for (const at of Object.keys(await table.dump())) {
    const [pk = '', sk = ''] = at.split(' ');
    await table.store.remove({ pk, sk });
  }
  key = await seedOperatorKey(table.store);
});

const deps = () => ({
  store: table.store,
  logger: quietLogger(),
  now: () => clock,
  blobs: fileBlobs(join(dir, 'blobs')),
  trustedKeys: fileSigner(join(dir, 'key.pem')).trustedKeys,
  rulePaths: true,
});

const ask = async (options: CallOptions, secret = key) => {
  const signer = fileSigner(join(dir, 'key.pem'));
  const handlers = [
    ...ruleUpdateHandlers(deps()),
    ...ruleKillHandlers({ ...deps(), signer }),
    ...benignExchangeHandlers(deps()),
  ];
  const handler = api(deps(), handlers) as HttpHandler;
  return call<Record<string, never>>(handler, { ...options, headers: { 'api-secret-key': secret } });
};

const beat = () =>
  runRuleUpdate({ ...deps(), signer: fileSigner(join(dir, 'key.pem')), readSource: readPath });

/** What tenants are on right now, asked by an instance that has just begun. */
const inForce = async () => {
  const { version, rules: all } = await publishedCatalogue(deps())('any tenant');
  return { version, own: all.filter(({ ID }) => ID > 3).map(({ ID }) => ID) };
};

const configure = (more = {}) =>
  ask({
    method: 'POST',
    path: '/operator/ruleupdatesettings',
    body: { sources: [{ name: 'feed', from: rules }], ...more },
  });

const importNow = async (text: string) => {
  writeFileSync(rules, text);
  clock += 1000;
  await ask({ method: 'POST', path: '/operator/ruleupdates' });
  clock += 1000;
  return beat();
};

const set = (version: number, state: string) =>
  ask({ method: 'POST', path: `/operator/ruleupdates/${version}`, body: { state } });

describe('the beat of rules', () => {
  it('does nothing until a source is named, and our own rules are in force', async () => {
    expect(await beat()).toBeUndefined();
    expect(await inForce()).toEqual({ version: undefined, own: [] });
  });

  it('imports and publishes, then rests until it is time or somebody asks', async () => {
    await configure();
    writeFileSync(rules, ruleText(5001));
    expect((await beat())?.report.added).toBe(4);
    expect(await inForce()).toEqual({ version: 1, own: [5001] });
    expect(await beat()).toBeUndefined();
    clock += 24 * 3_600_000;
    expect((await beat())?.written).toBeUndefined();
    expect((await importNow(rulesFile(2)))?.report.added).toBe(1);
    expect(await inForce()).toEqual({ version: 2, own: [5001, 5002] });
  });

  it('leaves it to the operator where it is told so', async () => {
    await configure({ autoPublish: false });
    await importNow(rulesFile(1));
    expect(await inForce()).toEqual({ version: undefined, own: [] });
    expect((await set(1, 'published')).body).toMatchObject({ version: 1, state: 'published' });
    expect(await inForce()).toEqual({ version: 1, own: [5001] });
  });

  it('a source that fails raises the operator’s alert, changes nothing, and ends it when it is well again', async () => {
    await configure();
    await importNow(rulesFile(10));
    await importNow('');
    const listed = await ask({ path: '/operator/ruleupdates' });
    expect(listed.body).toMatchObject({
      ruleUpdates: [{ version: 1, state: 'published' }],
      sequence: 1,
      failures: [{ source: 'feed', message: expect.stringContaining('there is no rule in it') }],
    });
    expect((await inForce()).own).toHaveLength(10);
    const told = Object.values(await table.dump()).filter(
      (item) => (item as { number?: number }).number === 113,
    );
    expect(told).toHaveLength(1);
    await importNow(rulesFile(10));
    expect((await ask({ path: '/operator/ruleupdates' })).body).toMatchObject({ failures: [] });
    expect((await listAlerts(table.store, OPERATOR)).map(({ state }) => state)).toEqual(['cleared']);
  });

  it('takes a source that shrank once the operator says so, for that import alone', async () => {
    await configure();
    await importNow(rulesFile(10));
    await importNow(rulesFile(5));
    const failures = async () =>
      ((await ask({ path: '/operator/ruleupdates' })).body.failures as unknown as { message: string }[]).map(
        ({ message }) => message,
      );
    expect(await failures()).toEqual([
      'feed: 5 of 10 rules are left, 50 % are gone; 20 % may go at once (mostShrink). If that is right, import with acceptShrink: ["feed"].',
    ]);
    const accept = (names: readonly string[]) =>
      ask({ method: 'POST', path: '/operator/ruleupdates', body: { acceptShrink: names } });
    expect((await accept(['other'])).status).toBe(400);
    clock += 1000;
    expect((await accept(['feed'])).status).toBe(200);
    clock += 1000;
    await beat();
    expect(await failures()).toEqual([]);
    expect((await inForce()).own).toHaveLength(5);
    await importNow(rulesFile(2));
    expect(await failures()).toHaveLength(1);
    expect((await inForce()).own).toHaveLength(5);
  });

  it('tries rules on the operator’s own traffic as well', async () => {
    await configure();
    const turns = [{ from: 'client', data: 'GET /probe-5001 HTTP/1.1\r\nHost: a\r\n\r\n' }];
    const exchange = { name: 'our shop', protocol: 'tcp', port: 80, turns };
    await deps().blobs.put(OWN_CORPUS, Buffer.from(JSON.stringify([exchange])));
    const imported = await importNow(rulesFile(2));
    expect(imported?.rules.slice(-2).map(({ behaviour }) => behaviour)).toEqual(['detect', 'prevent']);
  });
});

describe('ordinary traffic of the operator’s own', () => {
  const path = '/operator/benignexchanges';
  const exchange = (more = {}) => ({
    ...{ name: 'our-shop', protocol: 'tcp', port: 80 },
    turns: [{ from: 'client', data: 'GET /probe-5001 HTTP/1.1\r\nHost: a\r\n\r\n' }],
    ...more,
  });
  const save = (body: object) => ask({ method: 'POST', path, body });

  it('is saved, listed and removed; a rule that fires on it starts in detect from the next import on', async () => {
    await configure();
    const listed = {
      benignExchanges: [{ name: 'our-shop', protocol: 'tcp', port: 80, turns: 1, bytes: 37 }],
    };
    expect((await save(exchange({ port: 8080 }))).status).toBe(200);
    expect((await save(exchange())).body).toEqual(listed);
    expect((await ask({ path })).body).toEqual(listed);
    const begins = async (text: string) =>
      (await importNow(text))?.rules.slice(-2).map(({ behaviour }) => behaviour);
    expect(await begins(rulesFile(2))).toEqual(['detect', 'prevent']);
    expect((await ask({ method: 'DELETE', path: `${path}/our-shop` })).body).toEqual({ benignExchanges: [] });
    expect((await ask({ method: 'DELETE', path: `${path}/our-shop` })).status).toBe(404);
    expect(await begins(rulesFile(2))).toEqual(['prevent', 'prevent']);
  });

  it.each([
    ['a name that is none', { name: 'Our Shop' }],
    ['another protocol', { protocol: 'icmp' }],
    ['no port', { port: 0 }],
    ['nothing said', { turns: [] }],
    ['what is no byte', { turns: [{ from: 'client', data: '日' }] }],
    ['too much in one turn', { turns: [{ from: 'client', data: 'a'.repeat(65_537) }] }],
    ['too much in all', { turns: Array(3).fill({ from: 'client', data: 'a'.repeat(30_000) }) }],
    ['too many turns', { turns: Array(101).fill({ from: 'client', data: 'a' }) }],
  ])('is refused: %s', async (_what, more) => {
    expect((await save(exchange(more))).status).toBe(400);
  });

  it('is bounded in number', async () => {
    for (let at = 0; at < 100; at++) {
      const name = `e${at}`;
      await table.store.put({
        ...keys.benignExchange(name),
        ...{ kind: 'benign-exchange', ...exchange({ name }) },
      });
    }
    expect((await save(exchange())).status).toBe(409);
    expect((await save(exchange({ name: 'e7' }))).status).toBe(200);
  });
});

describe('the operator', () => {
  it('rolls back, which is a new sequence, and holds what was wrong', async () => {
    await configure();
    await importNow(rulesFile(5));
    await importNow(rulesFile(6));
    expect((await set(2, 'held')).status).toBe(409);
    await set(1, 'published');
    expect(await inForce()).toMatchObject({ version: 1 });
    expect((await set(2, 'held')).body).toMatchObject({ state: 'held' });
    expect((await set(2, 'published')).status).toBe(409);
    expect((await ask({ path: '/operator/ruleupdates' })).body).toMatchObject({ sequence: 3 });
    await set(2, 'imported');
    await set(2, 'published');
    expect(await inForce()).toMatchObject({ version: 2 });
    expect((await set(9, 'published')).status).toBe(404);
  });

  it('reads the report, where rules come from, and licences', async () => {
    writeFileSync(join(dir, 'LICENSE'), 'Use it as you like.');
    await ask({
      method: 'POST',
      path: '/operator/ruleupdatesettings',
      body: { sources: [{ name: 'feed', from: dir, licence: 'BSD' }] },
    });
    await importNow(`${rulesFile(2)}\n${ruleText(6001, 'flowbits:set,a; ')}`);
    const { body } = await ask({ path: '/operator/ruleupdates/1' });
    expect(body).toMatchObject({
      version: 1,
      counts: { added: 6, usable: 5, prevent: 6 },
      refused: [],
      unsupported: [{ reason: 'keyword flowbits is not supported', count: 1 }],
      origins: [{ name: 'starter' }, { name: 'feed', from: dir, licences: ['BSD', 'LICENSE'], rules: 3 }],
    });
    const texts = await ask({ path: '/operator/ruleupdates/1/licences' });
    expect(texts.body).toEqual({
      licences: [{ source: 'feed', name: 'LICENSE', text: 'Use it as you like.' }],
    });
    rmSync(dir, { recursive: true });
    expect(existsSync(dir)).toBe(false);
  });

  it('takes rules off and lets them run again, each in a newer signed list, and says so', async () => {
    await configure();
    await importNow(rulesFile(2));
    const kill = (body: object) => ask({ method: 'POST', path: '/operator/rulekills', body });
    const first = await kill({ ruleID: 5001, version: 1, reason: 'It blocks the shop.' });
    expect(first).toMatchObject({
      status: 200,
      body: { ruleKills: [{ ruleID: 5001, version: 1, reason: 'It blocks the shop.' }] },
    });
    const item = await readRuleKills(table.store);
    expect(item?.rules[0]?.texts).toBe(textsDigest([ruleText(5001)]));
    const trusted = await fileSigner(join(dir, 'key.pem')).trustedKeys();
    const read = await acceptKills(item?.jws ?? '', trusted, 0);
    expect(read).toMatchObject({ ok: true, value: { rules: [{ ID: 5001, texts: item?.rules[0]?.texts }] } });
    clock += 1;
    await kill({ ruleID: 1, reason: 'Ours as well.' });
    const alerts = async () =>
      (await listAlerts(table.store, OPERATOR)).map(({ target, state }) => [target, state]);
    expect(await alerts()).toEqual([
      ['rule-1', 'raised'],
      ['rule-5001', 'raised'],
    ]);
    const lifted = await ask({ method: 'DELETE', path: '/operator/rulekills/5001' });
    expect(lifted.body).toMatchObject({ ruleKills: [{ ruleID: 1 }] });
    expect((await readRuleKills(table.store))?.sequence).toBeGreaterThan(item?.sequence ?? 0);
    expect(await alerts()).toContainEqual(['rule-5001', 'cleared']);
    expect((await ask({ method: 'DELETE', path: '/operator/rulekills/5001' })).status).toBe(404);
    expect((await kill({ ruleID: 5001, version: 9, reason: 'x' })).status).toBe(404);
    expect((await kill({ ruleID: 77, version: 1, reason: 'x' })).status).toBe(404);
    expect((await kill({ ruleID: 10_000_001, reason: 'A tenant’s own.' })).status).toBe(400);
  });

  it.each([
    [{ sources: [{ name: 'starter', from: 'https://a.example' }] }],
    [{ sources: [{ name: 'Not A Name', from: 'https://a.example' }] }],
    [
      {
        sources: [
          { name: 'a', from: 'x' },
          { name: 'a', from: 'y' },
        ],
      },
    ],
    [{ mostShrink: 2 }],
    [{ mostFilesLost: -1 }],
    [{ sources: [{ name: 'a', from: 'file:///etc/passwd' }] }],
    [{ everyHours: 0 }],
  ])('is refused settings that make no sense: %j', async (body) => {
    expect((await ask({ method: 'POST', path: '/operator/ruleupdatesettings', body })).status).toBe(400);
  });

  it('alone may do so', async () => {
    const tenant = await seedKey(table.store, '11111111-2222-4333-8444-555555555555');
    for (const path of [
      '/operator/ruleupdates',
      '/operator/ruleupdatesettings',
      '/operator/ruleupdates/1',
      '/operator/rulekills',
    ]) {
      expect((await ask({ path }, tenant)).status).toBe(403);
    }
  });
});
