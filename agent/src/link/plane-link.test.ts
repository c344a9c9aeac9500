import { generateKeyPairSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { BeatRequest } from '../../../shared/schema/agent/beat.ts';
import { startTestPlane, TENANT, type TestPlane, TOKEN } from '../../../test/support/agent-plane.ts';
import type { Identity, PlaneAddress, PrivateKey } from '../state/identity.ts';
import { createPlaneLink, type PlaneLink, requestActivation } from './plane-link.ts';

const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as PrivateKey;
const machine = 'm'.repeat(43);
const beat: BeatRequest = {
  protocol: 1,
  firewall: { state: 'off' },
  intrusionPrevention: { state: 'off' },
  waiting: 0,
};
const host = {
  hostName: 'web-1',
  platform: 'Debian',
  kernel: '6',
  architecture: 'x64',
  agentVersion: '0.1.0',
  addresses: [],
  problems: [],
};

let plane: TestPlane;
let count = 0;
const open: PlaneLink[] = [];

beforeEach(async () => {
  plane = await startTestPlane();
  count = 0;
});
afterEach(async () => {
  for (const link of open.splice(0)) link.close();
  await plane.close();
});

const activate = (address: PlaneAddress, now = () => Date.now()) =>
  requestActivation({
    plane: address,
    key,
    machine,
    now,
    request: { tenantID: TENANT, token: TOKEN, protocol: 1, host },
  });

const linkTo = (address: PlaneAddress, more: { machine?: string; now?: () => number } = {}): PlaneLink => {
  const identity: Identity = {
    tenantID: TENANT,
    computerID: 1,
    hostGUID: 'g',
    key,
    plane: address,
    activatedAt: 0,
    firstBeatAt: 0,
  };
  const link = createPlaneLink({
    identity,
    machine: more.machine ?? machine,
    takeCount: () => ++count,
    now: more.now ?? Date.now,
  });
  open.push(link);
  return link;
};

const trusted = (): PlaneAddress => ({ url: plane.url, ca: plane.ca });

it('activates, beats, fetches and sends with proofs that the plane accepts', async () => {
  expect(await activate(trusted())).toMatchObject({ ok: true, value: { computerID: 1 } });
  const link = linkTo(trusted());
  expect(await link.beat(beat)).toMatchObject({ ok: true, value: { nextBeat: 600, todo: [] } });
  const { hash } = await plane.offer({ format: 1 });
  const content = await link.content(hash);
  expect(content.ok && Buffer.from(content.value)).toEqual(Buffer.from(plane.contents.get(hash) ?? []));
});

it('works below a base path', async () => {
  await activate({ ...trusted(), url: `${plane.url}/stage/one` });
  expect(plane.requests[0]?.target).toBe('/stage/one/agent/v1/activation');
  expect(await linkTo({ ...trusted(), url: `${plane.url}/stage/one` }).beat(beat)).toMatchObject({
    ok: true,
  });
});

it('reaches the plane through a Unix socket and still verifies its certificate', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'mvp-link-'));
  const path = join(directory, 'plane.sock');
  const carrier = net.createServer((from) => {
    const to = net.connect(plane.port, '127.0.0.1');
    from.pipe(to).pipe(from);
    from.on('error', () => to.destroy());
    to.on('error', () => from.destroy());
  });
  await new Promise<void>((done) => carrier.listen(path, done));
  try {
    // The name in the URL is what the certificate must name; nothing listens there.
    const through = { url: 'https://localhost:1', ca: plane.ca, socket: path };
    expect(await activate(through)).toMatchObject({ ok: true });
    expect(await activate({ ...through, url: 'https://plane.example:1' })).toMatchObject({
      ok: false,
      reason: 'untrusted',
    });
    expect(await activate({ ...through, socket: join(directory, 'none.sock') })).toMatchObject({
      ok: false,
      reason: 'unreachable',
    });
  } finally {
    carrier.close();
    rmSync(directory, { recursive: true });
  }
});

it('refuses a plane whose authority it was not told of', async () => {
  const outcome = await activate({ url: plane.url });
  expect(outcome).toMatchObject({ ok: false, reason: 'untrusted' });
  expect(outcome.ok ? '' : outcome.message).toContain('--ca FILE');
  expect(plane.requests).toHaveLength(0);
});

it('verifies the plane whatever the environment says', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  try {
    expect(await activate({ url: plane.url })).toMatchObject({ ok: false, reason: 'untrusted' });
    expect(plane.requests).toHaveLength(0);
  } finally {
    vi.unstubAllEnvs();
  }
});

it('says in the plane’s words by how much the clock is off', async () => {
  const outcome = await activate(trusted(), () => Date.now() - 10 * 60_000);
  expect(outcome).toMatchObject({ ok: false, reason: 'refused', code: 'clock-skew', status: 401 });
  expect(outcome.ok ? 0 : outcome.detail?.offsetSeconds).toBeLessThan(-590);
  expect(outcome.ok ? '' : outcome.message).toMatch(/\d+ seconds behind/);
});

it('hands on what the plane calls a clone, an unknown agent and a counter from the past', async () => {
  await activate(trusted());
  expect(await linkTo(trusted(), { machine: 'x'.repeat(43) }).beat(beat)).toMatchObject({ code: 'cloned' });
  expect(await linkTo(trusted()).beat(beat)).toMatchObject({ ok: true });
  count = 0;
  expect(await linkTo(trusted()).beat(beat)).toMatchObject({ code: 'stale-counter' });
  plane.hosts.clear();
  expect(await linkTo(trusted()).beat(beat)).toMatchObject({ code: 'unknown-agent' });
});

it('sends requests in the order of their counters, also when asked for many at once', async () => {
  await activate(trusted());
  const link = linkTo(trusted());
  const replies = await Promise.all(Array.from({ length: 20 }, () => link.beat(beat)));
  expect(replies.every((reply) => reply.ok)).toBe(true);
});

it.each([
  ['an endless answer', { status: 200, body: 'x'.repeat(300 * 1024) }, { reason: 'too-large' }],
  ['an answer that is no JSON', { status: 200, body: '<html>' }, { reason: 'bad-reply' }],
  ['an answer of another shape', { status: 200, body: { hello: 1 } }, { reason: 'bad-reply' }],
  ['a redirect', { status: 302, body: '', headers: { location: 'https://other/' } }, { reason: 'bad-reply' }],
  ['a page of something else', { status: 404, body: '<html>' }, { reason: 'bad-reply' }],
  [
    'an overload',
    { status: 503, body: '', headers: { 'retry-after': '7' } },
    { reason: 'server-error', retryAfter: 7000 },
  ],
])('takes %s for a failure', async (_name, answer, expected) => {
  await activate(trusted());
  plane.answer = () => answer;
  expect(await linkTo(trusted()).beat(beat)).toMatchObject({ ok: false, ...expected });
});

it('does not wait for ever', async () => {
  await activate(trusted());
  const silent = net.createServer(() => undefined);
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const { port } = silent.address() as net.AddressInfo;
  const link = linkTo({ url: `https://127.0.0.1:${port}`, ca: plane.ca });
  expect(await link.beat(beat, 50)).toMatchObject({ ok: false, reason: 'timeout' });
  silent.close();
});

it('skips what a newer plane asks for and does the rest', async () => {
  await activate(trusted());
  const todo = [{ what: 'dance' }, { what: 'describe-host' }];
  plane.answer = () => ({ status: 200, body: { serverTime: 1, nextBeat: 60, todo } });
  expect(await linkTo(trusted()).beat(beat)).toMatchObject({ value: { todo: [{ what: 'describe-host' }] } });
});
