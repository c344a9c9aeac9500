import type { Role } from '../domain/access/role.ts';
import type { ProofClaims } from '../schema/agent/proof.ts';
import type { HostItem } from '../table/entities/computer/host.ts';

/** Who is calling, known before anything of the request is parsed. */
export type Caller = TenantCaller | OperatorCaller | AgentCaller | ActivatingCaller | AnonymousCaller;

export interface TenantCaller {
  readonly who: 'tenant';
  readonly tenantID: string;
  readonly role: Role;
  /** For the trail: who did it. */
  readonly by: Actor;
  /** Present when an API key was used. */
  readonly keyID?: number;
  /** Of the key, as shared/domain/access/api-key.ts keeps it. */
  readonly lastSignIn?: number | undefined;
}

export interface OperatorCaller {
  readonly who: 'operator';
  readonly by: Actor;
}

export interface AgentCaller {
  readonly who: 'agent';
  readonly tenantID: string;
  readonly computerID: number;
  readonly host: HostItem;
  readonly proof: ProofClaims;
}

/** Not known yet: the route checks the token; the proof shows that the caller holds the key it brings. */
export interface ActivatingCaller {
  readonly who: 'activating';
  readonly proof: ProofClaims;
  /** Ed25519 public key, JWK `x`. */
  readonly key: string;
}

/** Nobody was asked who they are. */
export interface AnonymousCaller {
  readonly who: 'anyone';
}

export interface Actor {
  readonly kind: 'apikey' | 'person' | 'operator' | 'agent' | 'system';
  readonly name: string;
}

/** Who of a tenant changes something, and when (epoch ms). */
export interface Hand {
  readonly caller: TenantCaller;
  readonly now: number;
}
