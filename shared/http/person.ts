import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as z from 'zod';
import { accept, type Outcome, refuse } from '../domain/outcome.ts';

export interface Person {
  readonly subject: string;
  readonly name: string;
  readonly tenantID: string;
  readonly roleID: number;
}

/** Cognito prefixes custom attributes and sends them as text; other providers send them plainly. */
const claims = z
  .object({
    sub: z.string().min(1),
    email: z.string().optional(),
    tenant: z.string().optional(),
    'custom:tenant': z.string().optional(),
    roleID: z.coerce.number().int().optional(),
    'custom:roleID': z.coerce.number().int().optional(),
  })
  .transform((c) => ({
    subject: c.sub,
    name: c.email ?? c.sub,
    tenantID: c['custom:tenant'] ?? c.tenant,
    roleID: c['custom:roleID'] ?? c.roleID,
  }));

/** Checks a person's OIDC token: signature by the issuer's keys, issuer, audience, expiry, tenant and role. */
export const createPersonVerifier = (issuer: string, audience: string, jwksUrl: string) => {
  const keySet = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 3000 });
  return async (token: string): Promise<Outcome<Person>> => {
    try {
      const { payload } = await jwtVerify(token, keySet, {
        issuer,
        audience,
        algorithms: ['RS256', 'ES256'],
      });
      const person = claims.parse(payload);
      if (!person.tenantID || person.roleID === undefined) {
        return refuse('forbidden', 'This account belongs to no tenant or has no role yet.', 'no-tenant');
      }
      return accept({ ...person, tenantID: person.tenantID, roleID: person.roleID });
    } catch {
      return refuse(
        'unauthenticated',
        'The access token is not valid or has expired. Sign in again.',
        'bad-token',
      );
    }
  };
};
