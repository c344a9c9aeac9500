import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestPlane, TENANT, type TestPlane, TOKEN } from '../../support/agent-plane.ts';

const CLI = fileURLToPath(new URL('../../../agent/src/cli/main.ts', import.meta.url));

let plane: TestPlane;
let directory: string;
let state: string;
let ca: string;

beforeEach(async () => {
  plane = await startTestPlane();
  directory = mkdtempSync(join(tmpdir(), 'mvp-cli-'));
  state = join(directory, 'state');
  ca = join(directory, 'ca.pem');
  writeFileSync(ca, plane.ca);
});
afterEach(async () => {
  await plane.close();
  rmSync(directory, { recursive: true });
});

const agent = (...words: string[]): Promise<{ code: number; out: string; error: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...words], (failure, out, error) =>
      resolve({ code: failure ? Number(failure.code) : 0, out, error }),
    );
  });

const activate = (...more: string[]) =>
  agent(
    ...['activate', '--url', plane.url, '--tenant', TENANT, '--token', TOKEN],
    ...['--ca', ca, '--state', state, ...more],
  );

describe('activate', () => {
  it('makes the host a computer and tells what comes next', async () => {
    const { code, out } = await activate('--policy-id', '4', '--display-name', 'Web 1');
    expect(code).toBe(0);
    expect(out).toContain(`Activated as computer 1 of tenant ${TENANT}.`);
    expect(out).toContain('agent run');
    expect(JSON.parse(plane.requests[0]?.body.toString() ?? '')).toMatchObject({
      policyID: 4,
      displayName: 'Web 1',
    });
  });

  it('keeps what it wrote to itself, and the token nowhere', async () => {
    await activate();
    expect(statSync(state).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(state)) {
      const path = join(state, name);
      if (statSync(path).isDirectory()) continue;
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(readFileSync(path, 'utf8')).not.toContain(TOKEN);
    }
  });

  it('understands the field’s own command', async () => {
    const words = ['-a', `dsm://127.0.0.1:${plane.port}/`, `tenantID:${TENANT}`, `token:${TOKEN}`];
    const { code } = await agent('activate', ...words, 'policyid:7', '--ca', ca, '--state', state);
    expect(code).toBe(0);
    expect(JSON.parse(plane.requests[0]?.body.toString() ?? '')).toMatchObject({ policyID: 7 });
  });

  it('finds its seat again when the answer was lost', async () => {
    plane.answer = () => ({ status: 502, body: 'lost' });
    expect((await activate()).code).toBe(1);
    plane.answer = () => undefined;
    expect((await activate()).code).toBe(0);
    // A plane that had taken the first request knows the key again (activation is idempotent by key).
    const keys = plane.requests.map(
      ({ authorization }) => decodeProtectedHeader(authorization.split(' ')[1] ?? '').jwk?.x,
    );
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  it('says by how much a clock is off', async () => {
    plane.now = () => Date.now() + 10 * 60_000;
    const { code, error } = await activate();
    expect(code).toBe(1);
    expect(error).toMatch(/Not activated\. The host's clock is (599|60\d) seconds behind/);
  });

  it('refuses a second time, with the way out', async () => {
    await activate();
    const { code, error } = await activate();
    expect(code).toBe(1);
    expect(error).toContain('activated already, as computer 1');
    expect(error).toContain('Deactivate it first');
  });

  it.each<[string, () => Promise<{ code: number; error: string }>, number, string]>([
    [
      'a plane of an authority unknown',
      () => agent('activate', '--url', plane.url, '--tenant', TENANT, '--token', TOKEN, '--state', state),
      1,
      '--ca FILE',
    ],
    [
      'a token that is not the tenant’s',
      () =>
        agent(
          'activate',
          '--url',
          plane.url,
          '--tenant',
          TENANT,
          '--token',
          'another-token',
          '--ca',
          ca,
          '--state',
          state,
        ),
      1,
      'The token is not valid.',
    ],
    [
      'a plane that is not there',
      async () => {
        await plane.goDown();
        return activate();
      },
      1,
      'cannot be reached (ECONNREFUSED)',
    ],
    [
      'an address without TLS',
      () => agent('activate', '--url', 'http://x', '--tenant', TENANT, '--token', TOKEN, '--state', state),
      2,
      'only speaks https',
    ],
    [
      'a tenant that is no GUID',
      () => agent('activate', '--url', plane.url, '--tenant', 'me', '--token', TOKEN, '--state', state),
      2,
      '--tenant: must be a GUID',
    ],
    ['a policy that is no number', () => activate('--policy-id', 'web'), 2, '--policy-id:'],
    [
      'a CA file that is not there',
      () =>
        agent(
          'activate',
          '--url',
          plane.url,
          '--tenant',
          TENANT,
          '--token',
          TOKEN,
          '--ca',
          '/none.pem',
          '--state',
          state,
        ),
      2,
      '/none.pem cannot be read',
    ],
    ['a wrong option', () => activate('--polciy', 'Base'), 2, 'Did you mean --policy?'],
  ])('says what is wrong with %s', async (_what, run, code, words) => {
    const result = await run();
    expect(result.code).toBe(code);
    expect(result.error).toContain(words);
  });
});

describe('the other commands', () => {
  it('tell of a host that is not activated', async () => {
    expect(await agent('status', '--state', state)).toMatchObject({
      code: 0,
      out: expect.stringContaining('not activated and the agent does not run'),
    });
    expect(await agent('deactivate', '--state', state)).toMatchObject({
      code: 0,
      out: expect.stringContaining('nothing to do'),
    });
  });

  it('tell of an activated host whose agent does not run', async () => {
    await activate();
    const { out } = await agent('status', '--state', state);
    expect(out).toContain('Computer 1 of tenant');
    expect(out).toContain('The agent does not run: traffic is not inspected.');
    expect(JSON.parse((await agent('status', '--json', '--state', state)).out)).toMatchObject({
      running: false,
      activated: true,
      computerID: 1,
      plane: plane.url,
    });
    expect(await agent('beat', '--state', state)).toMatchObject({
      code: 1,
      error: expect.stringContaining('The agent does not run'),
    });
  });

  it('are listed, and each explains itself', async () => {
    const { code, out } = await agent('help');
    expect(code).toBe(0);
    for (const name of ['activate', 'run', 'status', 'beat', 'deactivate', 'inspect'])
      expect(out).toContain(`  ${name}`);
    for (const name of ['activate', 'run', 'status', 'beat', 'deactivate']) {
      expect(await agent('help', name)).toMatchObject({
        code: 0,
        out: expect.stringContaining(`agent ${name}:`),
      });
    }
    expect(await agent('dance')).toMatchObject({
      code: 2,
      error: expect.stringContaining('There is no command dance'),
    });
  });
});
