import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPersonVerifier } from '../../../shared/http/person.ts';

const issuer = 'https://sign-in.example';
const audience = 'the-plane';
const tenant = randomUUID();

let server: Server;
let own: { publicKey: CryptoKey; privateKey: CryptoKey };
let verify: ReturnType<typeof createPersonVerifier>;
beforeAll(async () => {
  own = await generateKeyPair('RS256', { extractable: true });
  const keys = [{ ...(await exportJWK(own.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }];
  server = createServer((_, response) => response.end(JSON.stringify({ keys })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  verify = createPersonVerifier(issuer, audience, `http://127.0.0.1:${port}/jwks`);
});
afterAll(() => server.close());

const soon = () => Math.floor(Date.now() / 1000) + 600;
const rightful = (): JWTPayload => ({
  sub: 'ann',
  iss: issuer,
  aud: audience,
  exp: soon(),
  tenant,
  roleID: 2,
});
const signed = (payload: JWTPayload) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(own.privateKey);

describe('the token of a person', () => {
  it.each([
    ['plainly', { tenant: tenant.toUpperCase(), roleID: 2 }],
    [
      'as Cognito does',
      { tenant: undefined, 'custom:tenant': tenant, roleID: undefined, 'custom:roleID': '2' },
    ],
  ])('names tenant and role %s', async (_, claims) => {
    expect(await verify(await signed({ ...rightful(), ...claims }))).toEqual({
      ok: true,
      value: { subject: 'ann', name: 'ann', tenantID: tenant, roleID: 2 },
    });
  });

  it.each<[string, JWTPayload]>([
    ['the operator', { tenant: 'operator' }],
    ['the operator, as Cognito does', { 'custom:tenant': 'operator' }],
    ['a part of another tenant’s keys', { tenant: `${randomUUID()}#access` }],
    ['no tenant', { tenant: undefined }],
    ['no role', { roleID: undefined }],
    ['a role that only JavaScript takes for 1', { roleID: true }],
    ['a list as its role', { roleID: [1] }],
    ['no name of its own', { sub: '' }],
  ])('opens nothing when it names %s', async (_, claims) => {
    expect(await verify(await signed({ ...rightful(), ...claims }))).toMatchObject({
      ok: false,
      kind: 'forbidden',
      reason: 'no-tenant',
    });
  });

  it('opens nothing from another issuer, for another audience, late, or signed otherwise', async () => {
    const other = await generateKeyPair('RS256');
    const publicKey = await exportJWK(own.publicKey);
    const header = { alg: 'RS256', kid: 'k' };
    const forged = [
      await signed({ ...rightful(), iss: 'https://other.example' }),
      await signed({ ...rightful(), aud: 'another' }),
      await signed({ ...rightful(), aud: undefined }),
      await signed({ ...rightful(), exp: soon() - 3600 }),
      await signed({ ...rightful(), exp: undefined }),
      await signed({ ...rightful(), nbf: soon() }),
      await new SignJWT(rightful()).setProtectedHeader(header).sign(other.privateKey),
      await new SignJWT(rightful()).setProtectedHeader({ ...header, jwk: publicKey }).sign(other.privateKey),
      await new SignJWT(rightful())
        .setProtectedHeader({ alg: 'HS256', kid: 'k' })
        .sign(Buffer.from(JSON.stringify(publicKey))),
      new UnsecuredJWT(rightful()).encode(),
      'a.b.c',
      '',
    ];
    for (const token of forged) {
      expect(await verify(token)).toMatchObject({ ok: false, kind: 'unauthenticated', reason: 'bad-token' });
    }
  });
});

it('is not called invalid when the issuer does not answer with its keys', async () => {
  const away = createPersonVerifier(issuer, audience, 'http://127.0.0.1:9/jwks');
  await expect(away(await signed(rightful()))).rejects.toThrow();
});
