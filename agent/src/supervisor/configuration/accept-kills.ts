import { createHash } from 'node:crypto';
import type { HostRule } from '../../../../shared/domain/policy/host-config.ts';
import { isKilled } from '../../../../shared/domain/rule-update/delivery/kill.ts';
import {
  KILLS_TYPE,
  MAX_KILLS_JWS,
  type RuleKills,
  ruleKills,
} from '../../../../shared/schema/agent/rule-kills.ts';
import type { TrustedKey } from '../../../../shared/schema/agent/signed.ts';
import { openSigned, type SignedKind } from './open-signed.ts';

export type KillsRead =
  | { readonly ok: true; readonly value: RuleKills }
  | { readonly ok: false; readonly message: string };

const lists: SignedKind = { name: 'list of rules to take off', typ: KILLS_TYPE, most: MAX_KILLS_JWS };

/** A list is for every host; it must be genuine, and newer than the one that this host has. */
export const acceptKills = async (
  jws: string,
  trust: readonly TrustedKey[],
  sequence: number,
): Promise<KillsRead> => {
  const claims = await openSigned(jws, lists, { trust, purpose: 'rules' });
  if (!claims.ok) return claims;
  const read = ruleKills.safeParse(claims.value);
  if (!read.success) return { ok: false, message: 'The list of rules to take off is not understood.' };
  if (read.data.sequence <= sequence) {
    return { ok: false, message: `The list ${read.data.sequence} is not newer than ${sequence}.` };
  }
  return { ok: true, value: read.data };
};

/** Which rules this host must not run. */
export const killedBy =
  (list: RuleKills | undefined) =>
  (rule: HostRule): boolean =>
    isKilled(list?.rules ?? [], rule, sha256);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
