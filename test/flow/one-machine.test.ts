import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlaneProcess, startPlane } from './support/plane-process.ts';
import { accessToken } from './support/sign-in.ts';

const start = resolve(import.meta.dirname, '../../infra/local/start.ts');
const dir = mkdtempSync(join(tmpdir(), 'mvp-machine-'));
let plane: PlaneProcess;
beforeAll(async () => {
  plane = await startPlane(dir);
});
afterAll(async () => {
  await plane.stop();
  rmSync(dir, { recursive: true, force: true });
});

const answers = async (path: string, headers: Record<string, string>): Promise<number> =>
  (await fetch(`${plane.ready.api}${path}`, { headers: { 'api-version': 'v1', ...headers } })).status;

/** Every file below a folder. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('a started machine', () => {
  it('answers to its own keys and people, and to nobody else', async () => {
    const { apiKey, operatorKey, signIn } = plane.ready;
    expect(await answers('/orders', { 'api-secret-key': apiKey })).toBe(200);
    expect(await answers('/orders', { 'api-secret-key': operatorKey })).toBe(401);
    expect(await answers('/orders', {})).toBe(401);
    expect(await answers('/orders', { authorization: `Bearer ${await accessToken(signIn)}` })).toBe(200);
    const operator = await fetch(new URL('/operator/tenants', plane.ready.api), {
      headers: { 'api-secret-key': operatorKey },
    });
    expect(operator.status).toBe(200);
  });

  it('lets agents in over TLS that its authority vouches for', async () => {
    const status = await new Promise<number | undefined>((done, fail) => {
      const ca = readFileSync(plane.ready.ca);
      get(`${plane.ready.agentUrl}/api/orders`, { ca }, ({ statusCode }) => done(statusCode)).on(
        'error',
        fail,
      );
    });
    expect(status).toBe(401);
  });

  it('lets no other account of the host read its secrets', () => {
    const { apiKey, operatorKey, activationToken, signIn } = plane.ready;
    const secrets = [apiKey, operatorKey, activationToken, signIn.password, 'PRIVATE KEY', '"d":'];
    const holding = filesIn(dir).filter((file) => {
      const text = readFileSync(file, 'latin1');
      return secrets.some((secret) => text.includes(secret));
    });
    for (const name of ['ready.json', 'bootstrap.json', 'keys.json']) {
      expect(holding).toContain(join(dir, name));
      expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
    }
    for (const file of holding) {
      const open = (statSync(file).mode & 0o077) !== 0 && (statSync(join(file, '..')).mode & 0o077) !== 0;
      expect([file, open]).toEqual([file, false]);
    }
  });

  it('has its data directory to itself', () => {
    const args = [start, '--no-demo', '--data', dir, '--port', '0'];
    const second = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(second.status).toBe(1);
    expect(second.stderr).toMatch(/in use by another machine \(process \d+\)/);
  });

  it('says which port it cannot have', () => {
    const other = mkdtempSync(join(tmpdir(), 'mvp-machine-'));
    const { port } = new URL(plane.ready.api);
    const args = [start, '--no-demo', '--data', other, '--port', port];
    const second = spawnSync(process.execPath, args, { encoding: 'utf8' });
    rmSync(other, { recursive: true, force: true });
    expect(second.status).toBe(1);
    expect(second.stderr).toContain(`port ${port} is in use`);
  });

  it('is the same plane after a stop and after a kill', async () => {
    const before = plane.ready;
    await plane.stop();
    plane = await startPlane(dir);
    expect(plane.ready).toEqual(before);
    await plane.kill();
    plane = await startPlane(dir);
    expect(plane.ready).toEqual(before);
    expect(await answers('/orders', { 'api-secret-key': before.apiKey })).toBe(200);
  });
});

it('a wrong command line is refused with how it goes', () => {
  const { status, stderr } = spawnSync(process.execPath, [start, '--prot', '1'], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('--prot');
  expect(stderr).toContain('npm start');
});
