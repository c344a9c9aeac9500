import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import * as z from 'zod';
import { accept, type Outcome, refuse } from '../domain/outcome.ts';
import { tenantGuid } from '../schema/agent/activation.ts';

export interface Person {
  readonly subject: string;
  readonly name: string;
  readonly tenantID: string;
  readonly roleID: number;
}

/** As text from Cognito, as a number from others; nothing else that JavaScript would take for a number. */
const roleID = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.int().positive());

/**
 * Cognito prefixes custom attributes and sends them as text; other providers send them plainly. The tenant becomes
 * part of every key that its people reach, so it must be a tenant's GUID: the operator's pseudo tenant is none.
 */
const claims = z
  .object({
    sub: z.string().min(1),
    email: z.string().optional(),
    tenant: tenantGuid.optional(),
    'custom:tenant': tenantGuid.optional(),
    roleID: roleID.optional(),
    'custom:roleID': roleID.optional(),
  })
  .transform((c) => ({
    subject: c.sub,
    name: c.email ?? c.sub,
    tenantID: c['custom:tenant'] ?? c.tenant,
    roleID: c['custom:roleID'] ?? c.roleID,
  }));

/** jose's codes for an issuer that did not answer with its keys: our trouble, not the caller's. */
const unreachable = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC']);

/** Checks a person's OIDC token: signature by the issuer's keys, issuer, audience, expiry, tenant and role. */
export const createPersonVerifier = (issuer: string, audience: string, jwksUrl: string) => {
  const keySet = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 3000 });
  return async (token: string): Promise<Outcome<Person>> => {
    try {
      const { payload } = await jwtVerify(token, keySet, {
        issuer,
        audience,
        algorithms: ['RS256', 'ES256'],
        requiredClaims: ['exp'],
      });
      const read = claims.safeParse(payload);
      const { tenantID, roleID: role } = read.data ?? {};
      if (!read.success || tenantID === undefined || role === undefined) {
        return refuse('forbidden', 'This account belongs to no tenant or has no role yet.', 'no-tenant');
      }
      return accept({ ...read.data, tenantID, roleID: role });
    } catch (error) {
      if (!(error instanceof errors.JOSEError) || unreachable.has(error.code)) throw error;
      return refuse('unauthenticated', 'The token is not valid or has expired. Sign in again.', 'bad-token');
    }
  };
};
