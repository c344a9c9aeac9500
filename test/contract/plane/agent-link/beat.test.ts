import { createHash, generateKeyPairSync, randomUUID, sign, verify } from 'node:crypto';
import { gzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { beat } from '../../../../functions/agent-link/beat.ts';
import { fetchContent } from '../../../../functions/agent-link/content.ts';
import { deactivate } from '../../../../functions/agent-link/deactivate.ts';
import { createKillList, KILLS_KNOWN_FOR } from '../../../../functions/agent-link/kill-list.ts';
import { createSettledRules } from '../../../../functions/agent-link/settled-rules.ts';
import { compilePolicy } from '../../../../functions/fan-out/compile-policy.ts';
import { type HostRequest, hostRequests } from '../../../../shared/domain/computer/requests.ts';
import type { HostConfig } from '../../../../shared/domain/policy/host-config.ts';
import { api } from '../../../../shared/http/api.ts';
import { contentName } from '../../../../shared/ports/blob.ts';
import { type Content, emptyContent, packConfig } from '../../../../shared/ports/content.ts';
import type { BeatReply } from '../../../../shared/schema/agent/beat.ts';
import type { Pointer } from '../../../../shared/schema/agent/signed.ts';
import { listComputerChanges } from '../../../../shared/table/entities/computer/computer-change.ts';
import { hostItem } from '../../../../shared/table/entities/computer/host.ts';
import {
  cancelRequest,
  requestAnswered,
  requestHosts,
} from '../../../../shared/table/entities/computer/host-requests.ts';
import { systemEventItem } from '../../../../shared/table/entities/event/system-event.ts';
import {
  newSubscription,
  type SubscriptionItem,
} from '../../../../shared/table/entities/order/subscription.ts';
import { askForAll } from '../../../../shared/table/entities/policy/configuration-mark.ts';
import type { PolicyItem } from '../../../../shared/table/entities/policy/policy.ts';
import type { RuleKillsItem } from '../../../../shared/table/entities/rules/rule-kills.ts';
import { takeVersion } from '../../../../shared/table/entities/rules/tenant-rules.ts';
import { itemSize } from '../../../../shared/table/item-size.ts';
import { hourOf, keys, partitions } from '../../../../shared/table/keys.ts';
import { createIdentity, type Identity } from '../../../support/agent-identity.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signer = {
  async sign(_purpose: string, typ: string, payload: object) {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const input = `${part({ alg: 'ES256', typ, kid: 'k' })}.${part(payload)}`;
    return `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  },
  trustedKeys: async () => [],
};

let table: TestTable;
let handler: HttpHandler;
let tenant: string;
let identity: Identity;
let agent: ReturnType<Identity['as']>;
const blobs = new Map<string, Uint8Array>();
const blobStore = {
  put: async (name: string, bytes: Uint8Array) => void blobs.set(name, bytes),
  get: async (name: string) => blobs.get(name),
};

const clock = { now: Date.now };
const quiet = { protocol: 1, firewall: { state: 'off' }, intrusionPrevention: { state: 'off' }, waiting: 0 };
const beatWith = (more: object = {}) => ({
  method: 'POST',
  path: '/agent/v1/beat',
  body: { ...quiet, ...more },
});
const compile = (policyID: number) =>
  compilePolicy({ store: table.store, blobs: blobStore, now: Date.now }, tenant, policyID);
const savePolicy = (more: Partial<PolicyItem> = {}) =>
  table.store.put({
    ...keys.policy(tenant, 3),
    kind: 'policy',
    tenant,
    ID: 3,
    revision: 1,
    name: 'Web',
    firewallRuleIDs: [],
    ipsRuleIDs: [1],
    ipsState: 'prevent',
    ...more,
  } as PolicyItem);
const pointerIn = (reply: BeatReply): Pointer | undefined => {
  const todo = reply.todo.find((thing) => thing.what === 'policy');
  if (!todo) return undefined;
  const [header, payload, signature = ''] = todo.pointer.split('.');
  const genuine = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  expect(genuine).toBe(true);
  return JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as Pointer;
};

beforeAll(async () => {
  table = await startTable();
  const deps = {
    store: table.store,
    logger: quietLogger(),
    now: Date.now,
    blobs: blobStore,
    signer,
    random: () => 0.5,
    beatSeconds: 600,
    killList: createKillList(table.store, () => clock.now()),
    settledRules: createSettledRules(table.store, () => clock.now()),
  };
  handler = api(deps, [beat(deps), fetchContent(deps), deactivate(deps)]) as HttpHandler;
});
afterAll(() => table.stop());
beforeEach(async () => {
  tenant = randomUUID();
  identity = createIdentity();
  agent = identity.as(tenant, 7);
  await seedComputer(table.store, tenant, 7, identity, { policyID: 3 });
  await table.store.put({
    ...newSubscription(tenant),
    menu: 'managed-virtual-patch',
    modules: ['intrusion-prevention', 'firewall'],
  } as SubscriptionItem);
});

const host = () => table.store.get(keys.host(tenant, 7), hostItem);

describe('a beat', () => {
  it('gives a signed pointer for this host, whose content is found by its hash', async () => {
    await savePolicy();
    await compile(3);
    const { status, body } = await agent.send<BeatReply>(handler, beatWith());
    expect(status).toBe(200);
    expect(body.nextBeat).toBe(600);
    const pointer = pointerIn(body);
    expect(pointer).toMatchObject({ tenant, host: 7, purpose: 'policy', sequence: 1 });
    const content = await agent.send<Buffer>(handler, { path: `/agent/v1/content/${pointer?.hash}` });
    expect(content.status).toBe(200);
    const config = JSON.parse(zstdDecompressSync(content.body).toString());
    expect(config.intrusionPrevention).toMatchObject({ state: 'prevent', rules: [{ ID: 1 }] });
  });

  it('gives nothing while the content is in force, and a higher sequence when the policy changes', async () => {
    await savePolicy();
    await compile(3);
    const first = pointerIn((await agent.send<BeatReply>(handler, beatWith())).body);
    const applied = { applied: { sequence: 1, hash: first?.hash } };
    expect(pointerIn((await agent.send<BeatReply>(handler, beatWith(applied))).body)).toBeUndefined();
    await savePolicy({ ipsState: 'detect' });
    await compile(3);
    expect(pointerIn((await agent.send<BeatReply>(handler, beatWith(applied))).body)).toMatchObject({
      sequence: 2,
    });
  });

  it('sends a host without a policy the empty content', async () => {
    const lone = createIdentity();
    await seedComputer(table.store, tenant, 8, lone);
    const reply = await lone.as(tenant, 8).send<BeatReply>(handler, beatWith());
    expect(pointerIn(reply.body)?.hash).toBe(emptyContent.hash);
    const content = await lone
      .as(tenant, 8)
      .send<Buffer>(handler, { path: `/agent/v1/content/${emptyContent.hash}` });
    expect(content.status).toBe(200);
  });

  it('tells the stream when the cause of an alert comes or goes, and otherwise writes the host alone', async () => {
    const changes = async () => (await listComputerChanges(table.store, tenant)).map(({ stamp }) => stamp);
    const says = async (state: 'prevent' | 'detect' | 'error') => {
      const reply = await agent.send(
        handler,
        beatWith({ firewall: { state: 'on' }, intrusionPrevention: { state } }),
      );
      expect(reply.status).toBe(200);
      return changes();
    };
    const well = await says('prevent');
    expect(await says('detect')).toEqual(well);
    const broken = await says('error');
    expect(broken).not.toEqual(well);
    expect(await says('error')).toEqual(broken);
    expect(await says('prevent')).not.toEqual(broken);
  });

  it('keeps which rules the host refuses, tells the stream of it once, and forgets it when all of them run', async () => {
    const changes = async () => (await listComputerChanges(table.store, tenant)).map(({ stamp }) => stamp);
    const refusing = { refusedRules: [{ ruleID: 7, reason: 'no such keyword' }] };
    await agent.send(handler, beatWith(refusing));
    const told = await changes();
    expect(await host()).toMatchObject({ refused: 'Rule 7 is not in force: no such keyword' });
    await agent.send(handler, beatWith(refusing));
    expect(await changes()).toEqual(told);
    await agent.send(handler, beatWith());
    expect(await host()).not.toHaveProperty('refused');
    expect(await changes()).not.toEqual(told);
  });

  it('records what the host says and when', async () => {
    await agent.send(
      handler,
      beatWith({ firewall: { state: 'on' }, intrusionPrevention: { state: 'prevent' } }),
    );
    expect(await host()).toMatchObject({ modules: 'on/prevent', offline: false, counter: 1 });
    expect((await host())?.seen).toBeGreaterThan(0);
  });
});

describe('a content that a host fetches', () => {
  const pack = (count: number, word: string) => {
    const rules = Array.from({ length: count }, (_, ID) => ({
      ID,
      text: ID === 7 ? word : createHash('sha512').update(String(ID)).digest('hex'),
    }));
    return packConfig({ rules } as unknown as HostConfig);
  };
  const store = (content: Content) => blobs.set(contentName(tenant, content.hash), content.bytes);
  const fetch = async (hash: string, have: string) =>
    (await agent.send<Buffer>(handler, { path: `/agent/v1/content/${hash}`, query: { have } })).body;

  it('is a small delta against what it has, made once', async () => {
    const [former, wanted] = [pack(2000, 'old'), pack(2000, 'new')];
    store(former);
    store(wanted);
    const delta = await fetch(wanted.hash, former.hash);
    expect(delta.length).toBeLessThan(wanted.bytes.length / 100);
    const dictionary = zstdDecompressSync(former.bytes);
    const text = zstdDecompressSync(delta, { dictionary });
    expect(createHash('sha256').update(text).digest('hex')).toBe(wanted.unpacked);
    blobs.delete(contentName(tenant, former.hash));
    expect(await fetch(wanted.hash, former.hash)).toEqual(delta);
  });

  it.each<[string, () => string]>([
    ['what it has is not known', () => 'f'.repeat(64)],
    ['it has nothing', () => emptyContent.hash],
    ['it has the same', () => pack(2000, 'new').hash],
  ])('is whole when %s', async (_when, have) => {
    const wanted = pack(2000, 'new');
    store(wanted);
    expect(await fetch(wanted.hash, have())).toEqual(Buffer.from(wanted.bytes));
  });

  it('is whole when it is small', async () => {
    const [former, wanted] = [pack(9, 'old'), pack(9, 'new')];
    store(former);
    store(wanted);
    expect(await fetch(wanted.hash, former.hash)).toEqual(Buffer.from(wanted.bytes));
  });

  it('cannot be told by what another tenant has', async () => {
    const [former, wanted] = [pack(2000, 'old'), pack(2000, 'new')];
    blobs.set(contentName(randomUUID(), former.hash), former.bytes);
    store(wanted);
    expect(await fetch(wanted.hash, former.hash)).toEqual(Buffer.from(wanted.bytes));
  });
});

describe('killed rules', () => {
  const put = (sequence: number) =>
    table.store.put({
      ...keys.ruleKills,
      kind: 'rule-kills',
      sequence,
      jws: `list ${sequence}`,
      rules: [],
    } as RuleKillsItem);
  const told = async (more: object) =>
    (await agent.send<BeatReply>(handler, beatWith(more))).body.todo.filter(
      ({ what }) => what === 'rule-kills',
    );
  const list = (sequence: number) => [{ what: 'rule-kills', list: `list ${sequence}` }];

  it('reach every host that has an older list, within ten seconds, and only those that know such lists', async () => {
    let now = Date.now() + 60_000;
    clock.now = () => now;
    await put(7);
    expect(await told({ kills: 0 })).toEqual(list(7));
    expect(await told({ kills: 7 })).toEqual([]);
    expect(await told({})).toEqual([]);
    await put(8);
    expect(await told({ kills: 7 })).toEqual([]);
    now += KILLS_KNOWN_FOR;
    expect(await told({ kills: 7 })).toEqual(list(8));
    await table.store.remove(keys.ruleKills);
    now += KILLS_KNOWN_FOR;
    expect(await told({ kills: 7 })).toEqual([]);
  });
});

describe('what is asked of a host', () => {
  const ask = (what: HostRequest, at: number, until?: number) =>
    requestHosts(table.store, tenant, [7], what, at, until);
  const todo = async () => (await agent.send<BeatReply>(handler, beatWith())).body.todo;

  it('a scan waits in the to-do list until it is answered, and is asked once', async () => {
    expect(await ask('scan-for-recommendations', 500)).toEqual([7]);
    const scan = { what: 'scan-for-recommendations', requested: 500 };
    expect(await todo()).toContainEqual(scan);
    expect(await todo()).toContainEqual(scan);
    const answer = { requested: 500, started: 600 };
    await requestAnswered(table.store, tenant, 7, 'scan-for-recommendations', answer);
    expect(await todo()).not.toContainEqual(scan);
    expect(await ask('scan-for-recommendations', 500)).toEqual([7]);
    expect(await todo()).not.toContainEqual(scan);
    await ask('scan-for-recommendations', 700);
    expect(await todo()).toContainEqual({ ...scan, requested: 700 });
    await requestAnswered(table.store, tenant, 7, 'scan-for-recommendations', { requested: 500, started: 1 });
    expect(await todo()).toContainEqual({ ...scan, requested: 700 });
  });

  it('a policy is sent again, once, under a sequence that the host confirms', async () => {
    await savePolicy();
    await compile(3);
    const first = pointerIn((await agent.send<BeatReply>(handler, beatWith())).body);
    const applied = (sequence: number) => beatWith({ applied: { sequence, hash: first?.hash } });
    await ask('send-policy', 500);
    const again = pointerIn((await agent.send<BeatReply>(handler, applied(1))).body);
    expect(again).toMatchObject({ sequence: 2, hash: first?.hash });
    const lost = pointerIn((await agent.send<BeatReply>(handler, applied(1))).body);
    expect(lost).toMatchObject({ sequence: 2 });
    expect(pointerIn((await agent.send<BeatReply>(handler, applied(2))).body)).toBeUndefined();
    expect(await host()).toMatchObject({ answered: { 'send-policy': { requested: 500 } } });
  });

  it('a check for updates lapses, and can be taken back before it is answered', async () => {
    await ask('check-for-security-updates', 500, 501);
    await agent.send(handler, beatWith());
    expect((await host())?.answered).toBeUndefined();
    await ask('check-for-security-updates', 502);
    expect((await host())?.checkUntil).toBeUndefined();
    const cancel = () => cancelRequest(table.store, tenant, 7, 'check-for-security-updates', 502);
    expect(await cancel()).toBe(true);
    expect(await cancel()).toBe(false);
    await ask('check-for-security-updates', 503);
    await agent.send(handler, beatWith());
    expect((await host())?.answered).toMatchObject({ 'check-for-security-updates': { requested: 503 } });
    expect(await cancelRequest(table.store, tenant, 7, 'check-for-security-updates', 503)).toBe(false);
  });

  it('a check for updates ends when the host runs what it is to run, or says that it cannot', async () => {
    const told = async () =>
      (await table.store.queryAll(partitions.systemEvents(tenant, hourOf(Date.now())), systemEventItem)).map(
        ({ number, description }) => [number, description],
      );
    const send = (more?: object) => agent.send(handler, beatWith(more));
    const checks = (at: number) => ask('check-for-security-updates', at);
    await savePolicy();
    await compile(3);
    await checks(1);
    const given = pointerIn((await send()).body as never);
    expect(await host()).toMatchObject({ check: { requested: 1 } });
    expect(await told()).toEqual([]);
    const applied = { sequence: given?.sequence, hash: given?.hash };
    await send({ applied });
    expect(await host()).toMatchObject({ check: { requested: 1, ok: true, ended: expect.any(Number) } });
    expect(await told()).toEqual([[784, expect.stringContaining('runs the rules')]]);
    await send({ applied });
    await savePolicy({ ipsRuleIDs: [1, 2] });
    await compile(3);
    await checks(2);
    const next = pointerIn((await send({ applied })).body as never);
    await send({
      applied,
      failed: { sequence: next?.sequence, hash: next?.hash, reason: 'The plane was out of reach.' },
    });
    expect((await told()).slice(1)).toEqual([[785, 'The plane was out of reach.']]);
    expect(await host()).toMatchObject({ check: { requested: 2, ok: false } });
  });

  it('is not asked of computers without a host, nor of those that were taken away', async () => {
    await seedComputer(table.store, tenant, 9, createIdentity(), { host: { gone: true } });
    const asked = await requestHosts(table.store, tenant, [7, 8, 9], 'send-policy', 5);
    expect(asked).toEqual([7]);
    expect(await table.store.get(keys.host(tenant, 8), hostItem)).toBeUndefined();
  });

  it('keeps the host’s item within one write unit', async () => {
    const now = Date.now();
    for (const what of hostRequests) {
      await ask(what, now, now + 3_600_000);
      await requestAnswered(table.store, tenant, 7, what, { requested: now, started: now });
    }
    const hash = 'f'.repeat(64);
    const reason = '無'.repeat(200);
    const refusedRules = Array.from({ length: 50 }, () => ({ ruleID: 999_999_999_999, reason }));
    await agent.send(handler, beatWith({ failed: { sequence: 1, hash, reason: '' }, refusedRules }));
    expect(itemSize({ ...(await host()), hash, appliedSequence: 1e12, sequence: 1e12 })).toBeLessThan(1024);
  });
});

describe('the version of the rules that a host runs', () => {
  /** What the tenant is on, and whether everything of it has been compiled. */
  const isOn = async (version: number, compiled: boolean) => {
    const writes = takeVersion(tenant, undefined, { version, jws: '' }, version, 1);
    for (const write of writes) if ('put' in write) await table.store.put(write.put);
    if (compiled) {
      const mark = askForAll(tenant, 'rules 1', 1);
      await table.store.put({ ...mark, compiled: mark.asked } as typeof mark);
    }
  };
  const applied = async () => {
    const given = pointerIn((await agent.send(handler, beatWith())).body as never);
    return { applied: { sequence: given?.sequence, hash: given?.hash } };
  };

  it.each([
    ['is the tenant’s once it runs the newest content', 7, true, { version: 7, at: expect.any(Number) }],
    ['is not known while contents are still being made', 7, false, undefined],
  ])('%s', async (_what, version, compiled, rules) => {
    await savePolicy();
    await compile(3);
    const runs = await applied();
    expect((await host())?.rules).toBeUndefined();
    await isOn(version, compiled);
    expect((await agent.send(handler, beatWith(runs))).status).toBe(200);
    expect((await host())?.rules).toEqual(rules);
  });
});

describe('a request that is not what it says', () => {
  const stolen = createIdentity();
  const cases: [string, () => Promise<{ status: number; body: Record<string, unknown> }>, number, string][] =
    [
      ['no proof', () => identity.as(tenant, 7).send(handler, beatWith(), { kid: 'x/y' }), 401, 'bad-proof'],
      [
        'a key that is not this host’s',
        () => stolen.as(tenant, 7).send(handler, beatWith()),
        401,
        'bad-proof',
      ],
      [
        'a host that does not exist',
        () => agent.send(handler, beatWith(), { kid: `${tenant}/99` }),
        401,
        'unknown-agent',
      ],
      [
        'another tenant’s host',
        () => agent.send(handler, beatWith(), { kid: `${randomUUID()}/7` }),
        401,
        'unknown-agent',
      ],
      [
        'a proof for another path',
        () => agent.send(handler, beatWith(), { htu: '/agent/v1/events' }),
        401,
        'bad-proof',
      ],
      [
        'a proof for another body',
        () => agent.send(handler, beatWith(), { bod: 'x'.repeat(43) }),
        401,
        'bad-proof',
      ],
      [
        'a clock 10 minutes behind',
        () => agent.send(handler, beatWith(), { iat: Date.now() - 600_000 }),
        401,
        'clock-skew',
      ],
      [
        'another machine with the same key',
        () => agent.send(handler, beatWith(), { mch: 'y'.repeat(43) }),
        409,
        'cloned',
      ],
    ];
  it.each(cases)('%s', async (_, attempt, status, reason) => {
    const before = await host();
    const answer = await attempt();
    expect([answer.status, answer.body.reason]).toEqual([status, reason]);
    expect(answer.body.message).toEqual(expect.any(String));
    expect(await host()).toEqual(before);
  });

  it.each(['/07', '/7e0', '/0x7', '/7/7', '/-7', '/', '#hosts#7/7', ''])(
    'names its tenant and computer in one way only, not with %s',
    async (rest) => {
      const answer = await agent.send(handler, beatWith(), { kid: `${tenant}${rest}` });
      expect([answer.status, answer.body.reason]).toEqual([401, 'bad-proof']);
    },
  );

  it('is told to the tenant once an hour when a clone makes it', async () => {
    for (let i = 0; i < 3; i++) await agent.send(handler, beatWith(), { mch: 'y'.repeat(43) });
    const events = await table.store.queryAll(
      partitions.systemEvents(tenant, hourOf(Date.now())),
      systemEventItem,
    );
    expect(events).toMatchObject([{ number: 275, title: 'Duplicate Computer', targetID: 7 }]);
  });

  it('is refused when it is played again, in this process and in another', async () => {
    const options = beatWith();
    const authorization = agent.proof(options);
    const replay = () => call(handler, { ...options, headers: { authorization } });
    expect((await replay()).status).toBe(200);
    expect(await replay()).toMatchObject({ status: 401, body: { reason: 'stale-counter' } });
  });

  it('lets one of two copies through when they race', async () => {
    const options = beatWith();
    const authorization = agent.proof(options);
    const answers = await Promise.all(
      [1, 2, 3].map(() => call(handler, { ...options, headers: { authorization } })),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  });

  it.each([
    ['not JSON', 'nonsense', /JSON/],
    ['a wrong type', { ...quiet, waiting: 'many' }, /^waiting/],
    ['a missing member', { ...quiet, firewall: undefined }, /^firewall/],
    ['a poisoned member', '{"__proto__": {"a": 1}}', /__proto__/],
    ['deep nesting', `${'['.repeat(100)}${']'.repeat(100)}`, /nested/],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), /UTF-8/],
    ['half of a surrogate pair', '{"host": {"hostName": "\\ud800"}}', /^hostName: .*surrogate/],
    ['half of a surrogate pair in a name', '{"\\udc00": 1}', /surrogate/],
  ])('is refused for its body: %s', async (_, body, words) => {
    const answer = await agent.send(handler, { method: 'POST', path: '/agent/v1/beat', body });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(words);
  });

  it('is refused when it is too large, packed or unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
    for (const [body, headers] of [
      [Buffer.alloc(70_000, ' '), {}],
      [bomb, { 'content-encoding': 'gzip' }],
    ] as const) {
      const answer = await agent.send(handler, { method: 'POST', path: '/agent/v1/beat', body, headers });
      expect(answer.status).toBe(413);
    }
  });

  it('cannot fetch another tenant’s content', async () => {
    await savePolicy();
    await compile(3);
    const hash = pointerIn((await agent.send<BeatReply>(handler, beatWith())).body)?.hash;
    const other = createIdentity();
    const otherTenant = randomUUID();
    await seedComputer(table.store, otherTenant, 1, other);
    const answer = await other.as(otherTenant, 1).send(handler, { path: `/agent/v1/content/${hash}` });
    expect(answer.status).toBe(404);
  });
});

describe('deactivation', () => {
  it('frees the seat once, and the host is unknown afterwards', async () => {
    await table.store.put({ ...newSubscription(tenant), activated: 2 } as SubscriptionItem);
    await table.store.put({ ...keys.agentKey(tenant, identity.thumbprint), kind: 'agent-key' });
    const goodbye = { method: 'POST', path: '/agent/v1/deactivation' };
    expect((await agent.send(handler, goodbye)).status).toBe(200);
    expect(await agent.send(handler, goodbye)).toMatchObject({
      status: 401,
      body: { reason: 'unknown-agent' },
    });
    expect(await agent.send(handler, beatWith())).toMatchObject({
      status: 401,
      body: { reason: 'unknown-agent' },
    });
    const left = await table.store.get(keys.subscription(tenant), z.object({ activated: z.number() }));
    expect(left?.activated).toBe(1);
  });
});
