import { randomBytes, randomUUID } from 'node:crypto';
import { formatSecretKey, guidOf } from '../domain/access/secret-key.ts';
import type { ApiKeyItem } from '../table/entities/access/access.ts';
import { keys, OPERATOR } from '../table/keys.ts';
import { hashSecret } from './tenant-caller.ts';

export interface Minted {
  readonly item: ApiKeyItem;
  /** Shown once; only its hash is stored. */
  readonly secretKey: string;
}

type Members = Omit<ApiKeyItem, 'pk' | 'sk' | 'kind' | 'secretHash' | 'guid'>;

/** An API key with a fresh random secret: what to store and what to tell. `owner`: a tenant's GUID. */
export const mintKey = (owner: string, members: Members): Minted => {
  const secretKey = formatSecretKey(members.ID, owner, randomUUID(), randomBytes(32).toString('base64url'));
  return {
    secretKey,
    item: {
      ...members,
      ...keys.apiKey(owner, members.ID),
      kind: 'apikey',
      secretHash: hashSecret(secretKey),
      guid: guidOf(secretKey),
    },
  };
};

/** The operator's keys open the operator's routes alone; they have no role. `now` in epoch ms. */
export const newOperatorKey = (ID: number, keyName: string, now: number): Minted =>
  mintKey(OPERATOR, { ID, keyName, roleID: 0, active: true, created: now });
