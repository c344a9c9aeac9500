import { createHash, createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { CompactSign, decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openState } from '../../agent/src/state/agent-state.ts';
import { type OpenPlane, openPlane } from '../../infra/local/open.ts';
import { compileSignatures } from '../../shared/domain/ips/engine.ts';
import { POINTER_TYPE } from '../../shared/schema/agent/signed.ts';
import { emptyConfig } from '../support/agent-plane.ts';
import { createFakeHost } from '../support/fake-modules.ts';
import { type BendingRelay, startBendingRelay } from './support/bending-relay.ts';
import { fieldAgent } from './support/field-agent.ts';
import { type RunningAgent, startAgent } from './support/running-agent.ts';
import { eventually, tenantApi } from './support/tenant-api.ts';

/** The agent's own code with its real rule compiler; only the kernel is imagined. */
const host = Object.assign(createFakeHost(), {
  check: (signatures: Parameters<typeof compileSignatures>[0]) => compileSignatures(signatures).refused,
});
const planeDir = mkdtempSync(join(tmpdir(), 'mvp-bundle-plane-'));
const agentDir = mkdtempSync(join(tmpdir(), 'mvp-bundle-agent-'));
let plane: OpenPlane;
let relay: BendingRelay;
let api: ReturnType<typeof tenantApi>;
let agent: RunningAgent;
let computerID: number;
let policyID: number;

const beat = () => agent.beat();
const status = () => agent.status();
const setState = async (state: 'prevent' | 'detect') => {
  const changed = await api('POST', `/policies/${policyID}`, { intrusionPrevention: { state } });
  expect(changed.status).toBe(200);
  await eventually(beat, () => host.spec?.behaviour === state);
  expect(host.spec?.behaviour).toBe(state);
};

beforeAll(async () => {
  plane = await openPlane({ dataDir: planeDir, port: 0, say: () => undefined, report: console.error });
  relay = await startBendingRelay(plane.ready);
  api = tenantApi(plane.ready, plane.ready.apiKey);
  const policy = { name: 'Bundles', intrusionPrevention: { state: 'prevent', ruleIDs: [1] } };
  policyID = Number((await api('POST', '/policies', policy)).body.ID);
  agent = await startAgent({ ready: plane.ready, directory: agentDir, host, by: relay }, async (ID) =>
    expect((await api('POST', `/computers/${ID}`, { policyID })).status).toBe(200),
  );
  computerID = agent.computerID;
  await setState('prevent');
  await setState('detect');
});
afterAll(async () => {
  await agent.stop();
  await relay.close();
  await plane.machine.stop();
  for (const dir of [planeDir, agentDir]) rmSync(dir, { recursive: true, force: true });
});

const newest = () => relay.pointers.at(-1) ?? '';
const claimsAbove = (more: object = {}) => {
  const claims = decodeJwt(newest()) as unknown as { sequence: number };
  return { ...claims, sequence: claims.sequence + 1, ...more };
};

/** The same words with a higher sequence, under the signature of the former ones. */
const wronglySigned = async (): Promise<string> => {
  const [header, , signature] = newest().split('.');
  return [header, Buffer.from(JSON.stringify(claimsAbove())).toString('base64url'), signature].join('.');
};

const forAnotherHost = async (): Promise<string> => {
  const other = fieldAgent(plane.ready, 'another-host');
  expect((await other.activate()).status).toBe(200);
  const { body } = await other.beat();
  return (body.todo as { pointer: string }[])[0]?.pointer ?? '';
};

const ofEarlier = async (): Promise<string> => relay.pointers.at(-2) ?? '';

/** As if the plane itself had made a mistake: everything about it is right but its only rule. */
const thatDoesNotCompile = async (): Promise<string> => {
  const rule = {
    ...{ ID: 1, name: 'Broken', severity: 'critical', applicationTypeID: 1 },
    ...{ action: 'reset', detectOnly: false, protocol: 'tcp', ports: ['80'] },
    signatures: ['alert http any any -> any any (no-such-keyword:1; sid:1;)'],
  };
  const ips = { ...emptyConfig.intrusionPrevention, state: 'prevent', rules: [rule] };
  const text = JSON.stringify({ ...emptyConfig, intrusionPrevention: ips });
  const bytes = zstdCompressSync(text);
  const [hash, unpacked] = [bytes, text].map((of) => createHash('sha256').update(of).digest('hex'));
  relay.contents.set(String(hash), bytes);
  const { kid = '' } = decodeProtectedHeader(newest());
  const kept = JSON.parse(readFileSync(join(planeDir, 'keys.json'), 'utf8')) as Record<
    string,
    { id: string; material: string }
  >;
  const key = Object.values(kept).find(({ id }) => id === kid);
  return new CompactSign(Buffer.from(JSON.stringify(claimsAbove({ hash, unpacked }))))
    .setProtectedHeader({ alg: 'ES256', typ: POINTER_TYPE, kid })
    .sign(createPrivateKey(key?.material ?? ''));
};

it.each([
  ['with a wrong signature', 'wrong-signature', wronglySigned],
  ['for another host', 'other-host', forAnotherHost],
  ['of a lower sequence', 'old-sequence', ofEarlier],
  ['with a rule that does not compile', 'does-not-compile', thatDoesNotCompile],
])('a bundle %s leaves what runs in force, and the plane hears of it', async (_, reason, make) => {
  const before = await status();
  const { spec } = host;
  expect(before.applied).toMatchObject({ hash: decodeJwt(newest()).hash });
  relay.instead = [{ what: 'policy', pointer: await make() }];
  await beat();
  relay.instead = [];
  await beat();
  relay.instead = undefined;

  expect((await status()).applied).toEqual(before.applied);
  expect(host.spec).toBe(spec);
  expect(openState(agentDir).inForce.read()).toMatchObject({ value: before.applied });
  const told = await eventually(
    async () => {
      const { body } = await api('GET', `/events/agent?computerID=${computerID}`);
      const events = body.agentEvents as unknown as { number: number; description?: string }[];
      return events.filter(({ description }) => description?.includes(`(${reason})`));
    },
    (events) => events.length > 0,
  );
  expect(told).toMatchObject([{ number: 2085, description: expect.stringContaining('stays in force') }]);
});

it('takes the next good one', () => setState('prevent'));
