import { randomUUID } from 'node:crypto';
import { MOST_TOKENS } from '../../shared/domain/access/limits.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { SecretBox } from '../../shared/ports/secret-box.ts';
import { accessRoutes } from '../../shared/schema/routes/access.ts';
import { absent, exists } from '../../shared/table/condition.ts';
import { accessRecords } from '../../shared/table/entities/access-records.ts';
import {
  type ActivationTokenItem,
  hashToken,
  listActivationTokens,
} from '../../shared/table/entities/activation-token.ts';
import { readObject } from '../../shared/table/entities/object.ts';
import { readPolicy } from '../../shared/table/entities/policy.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';

export interface TokenDeps extends ApiDeps {
  readonly secrets: SecretBox;
}

/** How long a token stays listed after its end, so that its owner sees why it stopped working. */
const SHOWN_AFTER_END_SECONDS = 28 * 24 * 3600;

export const activationTokenHandlers = ({ store, secrets }: TokenDeps): readonly Handler[] => [
  on(accessRoutes.listActivationTokens, async ({ caller }) => {
    const items = await listActivationTokens(store, caller.tenantID);
    const shown = await Promise.all(
      items.map(async (item) => view(item, await secrets.open(caller.tenantID, item.sealed))),
    );
    return accept({ activationTokens: shown.sort((a, b) => a.ID - b.ID) });
  }),

  on(accessRoutes.createActivationToken, async ({ caller, body, now }) => {
    const { tenantID } = caller;
    const scope = await checkScope(store, tenantID, body);
    if (!scope.ok) return scope;
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
      ...accessRecords(tenantID, 'activationtoken-created', item, now, caller.by),
    ]);
    if (!written.ok) throw new Error('a fresh activation token is taken');
    return accept(view(item, token));
  }),

  on(accessRoutes.deleteActivationToken, async ({ caller, params, now }) => {
    const items = await listActivationTokens(store, caller.tenantID);
    const item = items.find(({ ID }) => ID === params.activationTokenID);
    if (!item) return missing('activation token');
    const written = await store.transact([
      { remove: { pk: item.pk, sk: item.sk }, if: exists('pk') },
      ...accessRecords(caller.tenantID, 'activationtoken-deleted', item, now, caller.by),
    ]);
    return written.ok ? accept(undefined) : missing('activation token');
  }),
];

/** What computers are to get must exist. `called`: what the body calls the members. */
export const checkScope = async (
  store: Store,
  tenant: string,
  scope: { readonly policyID?: number | undefined; readonly groupID?: number | undefined },
  called: { readonly groupID: string } = { groupID: 'groupID' },
): Promise<Outcome<undefined>> => {
  if (scope.policyID !== undefined && !(await readPolicy(store, tenant, scope.policyID))) {
    return refuse('invalid', `policyID: there is no policy ${scope.policyID}.`, 'unknown-policy', {
      field: 'policyID',
    });
  }
  if (scope.groupID !== undefined && !(await readObject(store, tenant, 'computergroups', scope.groupID))) {
    const field = called.groupID;
    return refuse('invalid', `${field}: there is no computer group ${scope.groupID}.`, 'unknown-group', {
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
