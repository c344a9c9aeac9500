import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../infra/local/free-port.ts';
import { apiScope, audience, clientId, redirectUri } from '../../../infra/local/sign-in/provider.ts';
import { type SignIn, startSignIn } from '../../../infra/local/sign-in/start.ts';
import { createPersonVerifier } from '../../../shared/http/person.ts';
import { accessToken } from '../../flow/support/sign-in.ts';

const tenantID = randomUUID();
let dir = '';
let signIn: SignIn;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'sign-in-'));
  signIn = await startSignIn(dir, await freePort());
  signIn.people.put({ id: 'p-1', email: 'ann@example.com', tenantID, roleID: 2 }, 'right password');
});
afterEach(async () => {
  await signIn.stop();
  rmSync(dir, { recursive: true });
});

const facts = (password: string) => ({
  issuer: signIn.issuer,
  clientId,
  redirectUri,
  scope: `openid ${apiScope}`,
  user: 'ann@example.com',
  password,
});

describe('sign-in on one machine', () => {
  it('gives a token that the plane accepts as the person of its tenant, still after a restart', async () => {
    const token = await accessToken(facts('right password'));
    expect(decodeProtectedHeader(token)).toMatchObject({ typ: 'at+jwt', alg: 'RS256' });
    const person = { subject: 'p-1', name: 'ann@example.com', tenantID, roleID: 2 };
    const { issuer, jwksUrl } = signIn;
    const verify = () => createPersonVerifier(issuer, audience, jwksUrl)(token);
    expect(await verify()).toEqual({ ok: true, value: person });
    await signIn.stop();
    signIn = await startSignIn(dir, Number(new URL(issuer).port));
    // The first fetch may still find the connection to the server that was stopped.
    await expect.poll(verify).toEqual({ ok: true, value: person });
  });

  it('refuses a wrong password', async () => {
    await expect(accessToken(facts('wrong password'))).rejects.toThrow(/401.*is wrong/s);
  });
});
