import { randomUUID } from 'node:crypto';
import { MOST_TOKENS } from '../../shared/domain/access/limits.ts';
import { reachesAll, reachesGroup, reachesPolicy } from '../../shared/domain/access/reach.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import type { SecretBox } from '../../shared/ports/secret-box.ts';
import { accessRoutes } from '../../shared/schema/routes/access.ts';
import { absent, exists } from '../../shared/table/condition.ts';
import { accessRecords } from '../../shared/table/entities/access/access-records.ts';
import {
  type ActivationTokenItem,
  hashToken,
  listActivationTokens,
} from '../../shared/table/entities/access/activation-token.ts';
import { readObject } from '../../shared/table/entities/object/object.ts';
import { readPolicy } from '../../shared/table/entities/policy/policy.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';

export interface TokenDeps extends ApiDeps {
  readonly secrets: SecretBox;
}

/** How long a token stays listed after its end, so that its owner sees why it stopped working. */
const SHOWN_AFTER_END_SECONDS = 28 * 24 * 3600;

export const activationTokenHandlers = ({ store, secrets }: TokenDeps): readonly Handler[] => [
  on(accessRoutes.listActivationTokens, async ({ caller }) => {
    const items = await tokensInReach(store, caller);
    const shown = await Promise.all(
      items.map(async (item) => view(item, await secrets.open(caller.tenantID, item.sealed))),
    );
    return accept({ activationTokens: shown.sort((a, b) => a.ID - b.ID) });
  }),

  on(accessRoutes.createActivationToken, async ({ caller, body, now }) => {
    const { tenantID } = caller;
    const scope = await checkScope(store, caller, body);
    if (!scope.ok) return scope;
    if (!bringsWithin(caller, body)) return beyond;
    if ((await listActivationTokens(store, tenantID)).length >= MOST_TOKENS) {
      return refuse(
        'conflict',
        `A tenant keeps at most ${MOST_TOKENS} activation tokens. Delete one first.`,
        'too-many',
      );
    }
    const token = randomUUID();
    const { uses, ...members } = body;
    const item: ActivationTokenItem = {
      ...keys.activationToken(tenantID, hashToken(token)),
      kind: 'activation-token',
      ...members,
      ...(uses !== undefined && { usesLeft: uses }),
      ID: await store.nextID(keys.counter(tenantID, 'activationtoken'), 1),
      created: now,
      sealed: await secrets.seal(tenantID, token),
      ...(body.expires !== undefined && {
        expiresAt: Math.floor(Math.max(now, body.expires) / 1000) + SHOWN_AFTER_END_SECONDS,
      }),
    };
    const written = await store.transact([
      { put: item, if: absent('pk') },
      ...accessRecords(tenantID, 'activationtoken-created', item, now, caller.by, { after: item }),
    ]);
    if (!written.ok) throw new Error('a fresh activation token is taken');
    return accept(view(item, token));
  }),

  on(accessRoutes.deleteActivationToken, async ({ caller, params, now }) => {
    const items = await tokensInReach(store, caller);
    const item = items.find(({ ID }) => ID === params.activationTokenID);
    if (!item) return missing('activation token');
    const written = await store.transact([
      { remove: { pk: item.pk, sk: item.sk }, if: exists('pk') },
      ...accessRecords(caller.tenantID, 'activationtoken-deleted', item, now, caller.by, { before: item }),
    ]);
    return written.ok ? accept(undefined) : missing('activation token');
  }),
];

const beyond = refuse(
  'forbidden',
  'Not authorized: your role reaches only some computers and policies. Name a groupID and a policyID in its reach, and set fixed.',
  'beyond-own-reach',
);

/** Whether every computer that a token brings in is one that the caller's role reaches, on a policy that it reaches. */
const bringsWithin = (
  { role }: TenantCaller,
  token: {
    readonly policyID?: number | undefined;
    readonly groupID?: number | undefined;
    readonly fixed: boolean;
  },
): boolean =>
  reachesAll(role) ||
  (token.fixed &&
    reachesGroup(role, token.groupID ?? 0) &&
    (token.policyID === undefined || reachesPolicy(role, token.policyID)));

/** A token is a secret: who may not bring in what it brings in does not see it. */
export const tokensInReach = async (store: Store, caller: TenantCaller): Promise<ActivationTokenItem[]> =>
  (await listActivationTokens(store, caller.tenantID)).filter((token) => bringsWithin(caller, token));

/** What computers are to get must exist, in the caller's reach. `called`: what the body calls the members. */
export const checkScope = async (
  store: Store,
  { tenantID: tenant, role }: TenantCaller,
  scope: { readonly policyID?: number | undefined; readonly groupID?: number | undefined },
  called: { readonly groupID: string } = { groupID: 'groupID' },
): Promise<Outcome<undefined>> => {
  const { policyID, groupID } = scope;
  const policy =
    policyID !== undefined && reachesPolicy(role, policyID) && (await readPolicy(store, tenant, policyID));
  if (policyID !== undefined && !policy) {
    return refuse('invalid', `policyID: there is no policy ${policyID}.`, 'unknown-policy', {
      field: 'policyID',
    });
  }
  const group =
    groupID !== undefined &&
    reachesGroup(role, groupID) &&
    (await readObject(store, tenant, 'computergroups', groupID));
  if (groupID !== undefined && !group) {
    const field = called.groupID;
    return refuse('invalid', `${field}: there is no computer group ${groupID}.`, 'unknown-group', {
      field,
    });
  }
  return accept(undefined);
};

const view = (item: ActivationTokenItem, token: string) => ({
  ID: item.ID,
  name: item.name,
  created: item.created,
  ...(item.expires !== undefined && { expires: item.expires }),
  ...(item.usesLeft !== undefined && { usesLeft: item.usesLeft }),
  ...(item.policyID !== undefined && { policyID: item.policyID }),
  ...(item.groupID !== undefined && { groupID: item.groupID }),
  fixed: item.fixed,
  sources: item.sources,
  token,
});
