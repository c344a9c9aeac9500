import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openState } from '../../../agent/src/state/agent-state.ts';
import { activateHost } from '../../../agent/src/supervisor/activate.ts';
import { askControl } from '../../../agent/src/supervisor/control-socket.ts';
import { type AgentStatus, runDaemon } from '../../../agent/src/supervisor/daemon.ts';
import { describeHost } from '../../../agent/src/supervisor/host/host-facts.ts';
import { systemClock } from '../../../agent/src/supervisor/system-clock.ts';
import type { HostConfig, HostRule } from '../../../shared/domain/policy/host-config.ts';
import { contentDelta } from '../../../shared/ports/content-delta.ts';
import type { RuleKill } from '../../../shared/schema/agent/rule-kills.ts';
import { textsDigest } from '../../../shared/table/entities/rules/rule-kills.ts';
import { emptyConfig, startTestPlane, TENANT, type TestPlane, TOKEN } from '../../support/agent-plane.ts';
import { createFakeHost, type FakeHost } from '../../support/fake-modules.ts';

const rule = (more: Partial<HostRule> = {}): HostRule => ({
  ID: 1,
  name: 'Log4Shell',
  severity: 'critical',
  applicationTypeID: 1,
  signatures: ['alert http any any -> any any (content:"jndi"; sid:1000001;)'],
  action: 'reset',
  detectOnly: false,
  protocol: 'tcp',
  ports: ['80', '8000-8010'],
  ...more,
});

const prevent = (...rules: HostRule[]): HostConfig => ({
  ...emptyConfig,
  intrusionPrevention: { state: 'prevent', engineMode: 'inline', onFailure: 'open', rules },
});

const withFirewall = (name: string): HostConfig => ({
  ...prevent(rule()),
  firewall: {
    state: 'on',
    rules: [{ ID: 9, name, action: 'deny', priority: '0', direction: 'incoming' }],
  },
});

let plane: TestPlane;
let host: FakeHost;
let directory: string;
let running: { stop: AbortController; ended: Promise<unknown>; log: string[] } | undefined;

beforeEach(async () => {
  plane = await startTestPlane();
  host = createFakeHost();
  directory = mkdtempSync(join(tmpdir(), 'mvp-agent-'));
});
afterEach(async () => {
  await stop();
  await plane.close();
  rmSync(directory, { recursive: true });
});

const activate = () =>
  activateHost({
    state: openState(directory),
    plane: { url: plane.url, ca: plane.ca },
    request: { tenantID: TENANT, token: TOKEN, host: describeHost(directory, []) },
    now: () => Date.now(),
  });

const start = (clock = systemClock): void => {
  const stop = new AbortController();
  const log: string[] = [];
  const ended = runDaemon({
    stateDirectory: directory,
    openModules: async () => host,
    clock,
    random: () => 0.5,
    log: (line) => log.push(line),
    ownPort: 0,
    signal: stop.signal,
  });
  running = { stop, ended, log };
};

const stop = async (): Promise<void> => {
  running?.stop.abort();
  await running?.ended;
  running = undefined;
};

const status = async () => (await askControl(directory, 'status')) as AgentStatus;
const beat = () => askControl(directory, 'beat');
const numbers = () => plane.events().flatMap((event) => (event.kind === 'agent' ? [event.number] : []));
const firstBeat = () => vi.waitFor(() => expect(plane.beats.length).toBeGreaterThan(0));

it('takes a configuration, protects by it, says so at once and tells of what it blocks', async () => {
  await activate();
  const { hash } = await plane.offer(prevent(rule()));
  start();
  await vi.waitFor(() => expect(plane.beats.at(-1)?.applied?.hash).toBe(hash));
  expect(host.spec).toMatchObject({
    behaviour: 'prevent',
    tcpPorts: [
      { from: 80, to: 80 },
      { from: 8000, to: 8010 },
    ],
  });
  expect(plane.beats[0]?.host?.hostName).toBeTruthy();
  expect(plane.beats.at(-1)?.host).toBeUndefined();
  expect(plane.beats.at(-1)?.intrusionPrevention).toEqual({ state: 'prevent' });

  // Nobody asks for a beat: what blocked with high severity leaves by itself.
  host.hit({});
  await vi.waitFor(() =>
    expect(plane.events()).toContainEqual(
      expect.objectContaining({
        kind: 'intrusion-prevention',
        ruleID: 1,
        reason: 'Log4Shell',
        severity: 'critical',
        action: 'reset',
        sourceIP: '192.0.2.7',
        destinationPort: 80,
        direction: 'incoming',
        flow: 'connection',
      }),
    ),
  );
  expect(numbers()).toEqual(expect.arrayContaining([5000, 2000]));
});

it('waits for its activation and takes it up while it runs', async () => {
  start();
  await vi.waitFor(async () => expect(await status()).toMatchObject({ activated: false }));
  expect(statSync(join(directory, 'control.sock')).mode & 0o777).toBe(0o600);
  expect(await beat()).toEqual({ error: 'This host is not activated.' });
  await activate();
  await askControl(directory, 'activated');
  await firstBeat();
  expect(await status()).toMatchObject({ activated: true, computerID: 1, firewall: { state: 'off' } });
});

it('has the last configuration in force before the plane is there', async () => {
  await activate();
  const { hash } = await plane.offer(withFirewall('first'));
  start();
  await vi.waitFor(() => expect(openState(directory).inForce.read()).toMatchObject({ value: { hash } }));
  await stop();
  expect(host.spec).toBeUndefined();
  expect(host.inForce).toBeDefined();
  await plane.goDown();

  host = createFakeHost();
  start();
  await vi.waitFor(() => expect(host.inForce?.rules[0]?.name).toBe('first'));
  await vi.waitFor(() => expect(host.spec).toBeDefined());
  expect(host.confirmed).toBe(true);
  expect(host.rollBacks).toEqual([]);
});

it('keeps events over an outage and a restart, and sends each once', async () => {
  await activate();
  await plane.offer(prevent(rule()));
  start();
  await vi.waitFor(() => expect(host.spec).toBeDefined());
  await beat();
  await plane.goDown();
  for (let i = 0; i < 5; i++) host.hit({ flow: { ...flow, client: { ip: '192.0.2.7', port: 50_000 + i } } });
  expect(await beat()).toMatchObject({ ok: false });
  await stop();
  await plane.comeBack();
  host = createFakeHost();
  start();
  const ports = () =>
    plane.events().flatMap((e) => (e.kind === 'intrusion-prevention' ? [e.sourcePort] : []));
  await vi.waitFor(() => expect(ports()).toEqual([50_000, 50_001, 50_002, 50_003, 50_004]));
  expect(numbers()).toEqual(expect.arrayContaining([4012, 5003]));
});

const flow = {
  protocol: 'tcp' as const,
  client: { ip: '192.0.2.7', port: 1 },
  server: { ip: '192.0.2.1', port: 80 },
};

it('undoes a firewall that cuts it off, keeps what was, and does not try the same again', async () => {
  await activate();
  await plane.offer(withFirewall('first'));
  // A clock whose waits pass at once: the guard's half minute takes as long as its attempts.
  let ahead = 0;
  start({
    ...systemClock,
    monotonic: () => systemClock.monotonic() + ahead,
    async sleep(ms, signal) {
      if (ms === 2000) ahead += ms;
      else await systemClock.sleep(ms, signal);
    },
  });
  await vi.waitFor(() => expect(plane.beats.at(-1)?.applied?.sequence).toBe(1));
  await beat();
  let cutOff = true;
  host.onApplied = () => {
    plane.answer = () => (cutOff ? { status: 200, body: 'nothing of the plane' } : undefined);
  };
  const { hash } = await plane.offer(withFirewall('locks out'));
  await beat();
  expect(host.rollBacks).toHaveLength(1);
  expect(host.inForce?.rules[0]?.name).toBe('first');
  cutOff = false;
  await beat();
  expect(plane.beats.at(-1)).toMatchObject({ applied: { sequence: 1 }, failed: { sequence: 2, hash } });
  expect(numbers()).toContain(2090);
  // The plane offers it once more under a new sequence.
  await plane.offer(withFirewall('locks out'));
  host.onApplied = () => expect.unreachable('tried again');
  await beat();
  expect(host.inForce?.rules[0]?.name).toBe('first');
  // A changed one is taken up, and clears the failure.
  host.onApplied = () => undefined;
  await plane.offer(withFirewall('third'));
  await beat();
  expect(host.inForce?.rules[0]?.name).toBe('third');
  expect(plane.beats.at(-1)?.failed).toBeUndefined();
});

it('counts a configuration as failed when the agent died while it was tried out', async () => {
  await activate();
  await plane.offer(withFirewall('first'));
  start();
  await vi.waitFor(() => expect(plane.beats.at(-1)?.applied?.sequence).toBe(1));
  await stop();
  const state = openState(directory);
  const { hash } = await plane.offer(withFirewall('second'));
  state.trying.write({ sequence: 2, hash });
  start();
  await vi.waitFor(() => expect(plane.beats.at(-1)?.failed?.hash).toBe(hash));
  expect(host.inForce?.rules[0]?.name).toBe('first');
});

describe('a new version of the rules', () => {
  const many = (word: string) =>
    prevent(
      ...Array.from({ length: 50 }, (_, i) =>
        rule({ ID: i + 1, signatures: [i === 7 ? word : `rule ${i}`] }),
      ),
    );
  const fetches = () => plane.requests.flatMap(({ target }) => /content\/(.*)/.exec(target)?.[1] ?? []);
  const texts = () => host.spec?.signatures.map(({ text }) => text);
  const takes = async (word: string) => {
    const { hash } = await plane.offer(many(word));
    await beat();
    expect(plane.beats.at(-1)?.applied?.hash).toBe(hash);
    expect(texts()).toContain(word);
    return hash;
  };

  it('comes as a delta, one after the other and over a restart', async () => {
    await activate();
    start();
    await firstBeat();
    const sizes: number[] = [];
    plane.delta = (held, wanted) => {
      const delta = contentDelta(held, wanted) ?? wanted;
      sizes.push(delta.length / wanted.length);
      return delta;
    };
    const first = await takes('one');
    const second = await takes('two');
    const third = await takes('three');
    expect(fetches()).toEqual([first, `${second}?have=${first}`, `${third}?have=${second}`]);
    expect(Math.max(...sizes)).toBeLessThan(0.5);
    await stop();
    await plane.goDown();
    host = createFakeHost();
    start();
    await vi.waitFor(() => expect(texts()).toContain('three'));
    await plane.comeBack();
    await takes('four');
    expect(sizes).toHaveLength(3);
  });

  it.each<[string, () => Uint8Array]>([
    ['leads elsewhere', () => zstdCompressSync('{"format":1}')],
    ['is noise', () => randomBytes(500)],
    ['is a bomb', () => zstdCompressSync(Buffer.alloc(64 * 1024 * 1024))],
  ])('is fetched whole when the delta %s', async (_how, delta) => {
    await activate();
    start();
    await firstBeat();
    const first = await takes('one');
    plane.delta = delta;
    const second = await takes('two');
    expect(fetches()).toEqual([first, `${second}?have=${first}`, second]);
  });
});

describe('rules that the service has withdrawn', () => {
  const two = () => prevent(rule(), rule({ ID: 2, name: 'Shellshock', signatures: ['two'] }));
  const killed = async (sequence: number, ...rules: RuleKill[]) => {
    plane.todo = [
      { what: 'rule-kills', list: await plane.signKills({ sequence, issued: Date.now(), rules }) },
    ];
  };
  const running = () => host.spec?.signatures.map(({ ruleID }) => ruleID);

  beforeEach(async () => {
    await activate();
    await plane.offer(two());
    start();
    await vi.waitFor(() => expect(running()).toEqual([1, 2]));
  });

  it('are off with the beat that says so, after a restart, and in every later configuration', async () => {
    await killed(5, { ID: 2 });
    await beat();
    expect(running()).toEqual([1]);
    plane.todo = [];
    await beat();
    expect(plane.beats.at(-1)).toMatchObject({
      kills: 5,
      applied: { sequence: 1 },
      refusedRules: [{ ruleID: 2, reason: 'the service has withdrawn it' }],
    });
    expect(numbers()).toContain(9100);
    await stop();
    await plane.goDown();
    host = createFakeHost();
    start();
    await vi.waitFor(() => expect(running()).toEqual([1]));
    await plane.comeBack();
    await plane.offer({ ...two(), firewall: { state: 'on', rules: [] } });
    await beat();
    await vi.waitFor(() => expect(plane.beats.at(-1)?.applied?.sequence).toBe(2));
    expect(running()).toEqual([1]);
  });

  it('run again when a newer list does not name them', async () => {
    await killed(5, { ID: 1 }, { ID: 2 });
    await beat();
    expect(running()).toBeUndefined();
    await killed(6, { ID: 1 });
    await beat();
    expect(running()).toEqual([2]);
    await killed(5, { ID: 2 });
    await beat();
    expect(running()).toEqual([2]);
  });

  it('by their texts are off with these texts only', async () => {
    await killed(5, { ID: 2, texts: textsDigest(['two']) });
    await beat();
    expect(running()).toEqual([1]);
    plane.todo = [];
    await plane.offer(prevent(rule(), rule({ ID: 2, signatures: ['two, corrected'] })));
    await beat();
    expect(running()).toEqual([1, 2]);
  });

  it('cannot be named by the key for configurations', async () => {
    const list = { sequence: 5, issued: Date.now(), rules: [{ ID: 1 }] };
    plane.todo = [{ what: 'rule-kills', list: await plane.signKills(list, 'policy') }];
    await beat();
    expect(running()).toEqual([1, 2]);
    await vi.waitFor(() => expect(numbers()).toContain(9101));
  });
});

it('disarms a bad rule alone, keeps its former version in force and reports it', async () => {
  await activate();
  await plane.offer(prevent(rule(), rule({ ID: 2, name: 'Shellshock', signatures: ['good one'] })));
  start();
  await vi.waitFor(() => expect(host.spec?.signatures).toHaveLength(2));
  const bad = rule({ ID: 2, name: 'Shellshock', signatures: ['bad two'] });
  await plane.offer(prevent(rule(), bad, rule({ ID: 3, signatures: ['bad three'] })));
  await beat();
  expect(host.spec?.signatures.map(({ text }) => text)).toEqual([rule().signatures[0], 'good one']);
  expect(plane.beats.at(-1)).toMatchObject({
    applied: { sequence: 2 },
    refusedRules: [
      { ruleID: 2, reason: 'unknown keyword; its former version stays in force' },
      { ruleID: 3, reason: 'unknown keyword' },
    ],
  });
  await vi.waitFor(() => expect(numbers().filter((number) => number === 2083)).toHaveLength(2));
  // And still after a restart without the plane.
  await stop();
  await plane.goDown();
  host = createFakeHost();
  start();
  await vi.waitFor(() => expect(host.spec?.signatures.map(({ text }) => text)).toContain('good one'));
});

it('leaves the running configuration in force when a new one does not compile, and tells once', async () => {
  await activate();
  await plane.offer(prevent(rule()));
  start();
  await vi.waitFor(() => expect(host.spec).toBeDefined());
  const { hash } = await plane.offer(prevent(rule({ ID: 5, signatures: ['bad'] })));
  await beat();
  await beat();
  await beat();
  expect(host.spec?.signatures[0]?.ruleID).toBe(1);
  expect(plane.beats.at(-1)).toMatchObject({ applied: { sequence: 1 }, failed: { hash } });
  expect(numbers().filter((number) => number === 2085)).toHaveLength(1);
});

it('says that inspection died, hung and came back', async () => {
  await activate();
  await plane.offer(prevent(rule()));
  start();
  await vi.waitFor(() => expect(host.spec).toBeDefined());
  host.notice({ kind: 'child-hung', silentMs: 2000 });
  host.notice({ kind: 'child-died', code: null, signal: 'SIGKILL', detail: '' });
  host.notice({ kind: 'child-back', awayMs: 3100 });
  await beat();
  expect(numbers()).toEqual(expect.arrayContaining([5002, 5001, 3700]));
});

it('tells after a crash that it was away, and after an orderly stop nothing of the kind', async () => {
  await activate();
  start();
  await firstBeat();
  await stop();
  start();
  await vi.waitFor(() => expect(numbers().filter((number) => number === 5000)).toHaveLength(2));
  expect(numbers()).not.toContain(3700);
  await stop();
  openState(directory).runMark.write({ startedAt: 0, pid: 1, bootID: 'another' });
  start();
  await vi.waitFor(() => expect(numbers()).toContain(3700));
});

it('protects after a restart although the disk takes no more writes of its own', async () => {
  await activate();
  await plane.offer(prevent(rule()));
  start();
  await vi.waitFor(() => expect(plane.beats.at(-1)?.applied).toBeDefined());
  await stop();
  await plane.goDown();
  // A write of the mark fails, as on a full disk.
  mkdirSync(join(directory, 'run-mark.json.new'));
  host = createFakeHost();
  start();
  await vi.waitFor(() => expect(host.spec).toBeDefined());
  expect(running?.log.join()).toContain('Marking the start failed');
});

it('gives everything back on deactivation, forgets itself, and can be activated again', async () => {
  await activate();
  await plane.offer(withFirewall('first'));
  start();
  await vi.waitFor(() => expect(host.inForce).toBeDefined());
  expect(await askControl(directory, 'deactivate')).toMatchObject({ ok: true, planeTold: true });
  expect(host).toMatchObject({ inForce: undefined, spec: undefined, restored: 1 });
  expect(plane.hosts.size).toBe(0);
  expect(await status()).toMatchObject({ activated: false });
  expect(await activate()).toMatchObject({ ok: true });
});

it('is deactivated without the plane too, and says what is left to do', async () => {
  await activate();
  start();
  await firstBeat();
  await plane.goDown();
  expect(await askControl(directory, 'deactivate')).toMatchObject({
    ok: true,
    planeTold: false,
    message: expect.stringContaining('Remove computer 1 there'),
  });
  expect(host.restored).toBe(1);
});

it('sends nobody after the original when it is a copy of another machine', async () => {
  await activate();
  const original = plane.hosts.get(1);
  if (original) plane.hosts.set(1, { ...original, machine: 'the original' });
  start();
  await vi.waitFor(async () => expect((await status()).lastBeat?.ok).toBe(false));
  const ended = (await askControl(directory, 'deactivate')) as { message: string };
  expect(ended).toMatchObject({ ok: true, planeTold: false });
  expect(ended.message).toContain('must not be removed');
  expect(ended.message).not.toContain('Remove computer');
  expect(plane.hosts.has(1)).toBe(true);
});

it('keeps protecting when the plane does not know it any more', async () => {
  await activate();
  await plane.offer(prevent(rule()));
  start();
  await vi.waitFor(() => expect(plane.beats.at(-1)?.applied).toBeDefined());
  plane.hosts.clear();
  expect(await beat()).toMatchObject({ ok: false, message: expect.stringContaining('not known here') });
  expect(host.spec).toBeDefined();
});

it('follows the plane’s order to deactivate and new keys to trust', async () => {
  await activate();
  start();
  await firstBeat();
  const [key] = plane.trust;
  plane.todo = [
    { what: 'deactivate' },
    { what: 'trust', keys: [{ ...(key as NonNullable<typeof key>), kid: 'policy-2' }] },
  ];
  await beat();
  expect(host.restored).toBe(1);
  await vi.waitFor(async () => expect(await status()).toMatchObject({ activated: false }));
});

it('reports a port conflict and goes on', async () => {
  const other = net.createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const { port } = other.address() as net.AddressInfo;
  await activate();
  const end = new AbortController();
  const ended = runDaemon({
    stateDirectory: directory,
    openModules: async () => host,
    clock: systemClock,
    random: () => 0.5,
    log: () => undefined,
    ownPort: port,
    signal: end.signal,
  });
  await firstBeat();
  expect(plane.beats[0]?.host?.problems).toEqual(
    expect.arrayContaining([expect.stringContaining(`TCP port ${port}`)]),
  );
  end.abort();
  await ended;
  other.close();
});

it('does not run twice on one state directory', async () => {
  start();
  await vi.waitFor(async () => expect(await status()).toBeDefined());
  const second = await runDaemon({
    stateDirectory: directory,
    openModules: async () => host,
    clock: systemClock,
    random: () => 0.5,
    log: () => undefined,
    ownPort: 0,
    signal: new AbortController().signal,
  });
  expect(second).toMatchObject({ ok: false, message: expect.stringContaining('runs already') });
});
