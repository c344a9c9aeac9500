import { createHash } from 'node:crypto';
import { type Activation, decideActivation } from '../../shared/domain/computer/activate.ts';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { ActivatingCaller } from '../../shared/http/caller.ts';
import type { Signer } from '../../shared/ports/signer.ts';
import { PROTOCOL_LEVEL } from '../../shared/schema/agent/protocol.ts';
import { activationRoutes } from '../../shared/schema/routes/activation.ts';
import { above, absent, any, equals, exists } from '../../shared/table/condition.ts';
import { type ComputerItem, readComputer } from '../../shared/table/entities/computer/computer.ts';
import { computerChanged } from '../../shared/table/entities/computer/computer-change.ts';
import { takeSeat } from '../../shared/table/entities/order/subscription.ts';
import { triggeredEvents } from '../../shared/table/entities/task/event-task.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store, Write } from '../../shared/table/store.ts';
import { placeByTasks } from './event-tasks.ts';
import { type Asking, type Loaded, loadFacts } from './facts.ts';
import { newComputer } from './new-computer.ts';
import { newGroups } from './new-groups.ts';
import { activationEvents, tellRefused } from './records.ts';

export interface ActivationDeps extends ApiDeps {
  readonly signer: Pick<Signer, 'trustedKeys'>;
  /** 0 to 1. */
  readonly random: () => number;
}

/** Others take seats and uses at the same moment; then it is decided anew on what they left. */
const ATTEMPTS = 8;
/** Seconds within which the first beats of hosts that activate together are spread. */
const FIRST_BEAT_SPREAD = 10;

/** `POST /agent/v1/activation` (AGT-2, ORD-8): repeating it for the same key on the same machine is harmless. */
export const activate = ({ store, signer, random }: ActivationDeps): Handler =>
  on(activationRoutes.activate, async ({ caller, body, now, request }) => {
    const asking: Asking = {
      request: body,
      sourceIP: request.sourceIP,
      machine: caller.proof.mch,
      thumbprint: thumbprintOf(caller.key),
      now,
    };
    const trust = await signer.trustedKeys();
    const seated = await seat(store, caller, asking);
    if (!seated.ok) {
      await tellRefused(store, asking, seated);
      return seated;
    }
    return accept({
      computerID: seated.value.ID,
      hostGUID: seated.value.hostGUID,
      tenantID: body.tenantID,
      protocol: Math.min(body.protocol, PROTOCOL_LEVEL),
      serverTime: now,
      firstBeat: Math.round((1 + random() * (FIRST_BEAT_SPREAD - 1)) * 10) / 10,
      trust,
      policyID: seated.value.policyID,
    });
  });

const seat = async (
  store: Store,
  caller: ActivatingCaller,
  asking: Asking,
): Promise<Outcome<Pick<ComputerItem, 'ID' | 'hostGUID' | 'policyID'>>> => {
  const { tenantID } = asking.request;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const loaded = await loadFacts(store, asking);
    if (!loaded.ok) return loaded;
    const decided = decideActivation(loaded.value.facts);
    if (!decided.ok) return decided;
    const computer =
      decided.value.as === 'known'
        ? await readComputer(store, tenantID, decided.value.computerID)
        : await write(store, caller, asking, loaded.value, decided.value);
    if (computer) return accept(computer);
  }
  return refuse('too-many', 'Too many computers activate at the same moment. Try again.', 'busy');
};

/** All of a computer and its seat, or nothing; undefined when what the decision saw has changed. */
const write = async (
  store: Store,
  caller: ActivatingCaller,
  asking: Asking,
  { token, staleComputerID }: Loaded,
  decided: Extract<Activation, { as: 'new' }>,
): Promise<ComputerItem | undefined> => {
  const { request, thumbprint, sourceIP, now } = asking;
  const { tenantID } = request;
  const { policyID, group, matched } = await placeByTasks(store, asking, decided);
  const { groupID, writes: groups } = await newGroups(store, tenantID, group, now);
  const ID = await store.nextID(keys.counter(tenantID, 'computer'), 1);
  const { computer, host, agentKey } = newComputer(request, caller, {
    ID,
    policyID,
    groupID,
    sourceIP,
    thumbprint,
    now,
  });
  const unclaimed =
    staleComputerID === undefined ? absent('pk') : any(absent('pk'), equals('computerID', staleComputerID));
  const tokenKey = { pk: token.pk, sk: token.sk };
  const useToken: Write =
    token.usesLeft === undefined
      ? { check: tokenKey, if: exists('pk') }
      : { update: tokenKey, change: { add: { usesLeft: -1 } }, if: above('usesLeft', 0) };
  const written = await store.transact([
    takeSeat(tenantID),
    useToken,
    { put: agentKey, if: unclaimed },
    { put: computer, if: absent('pk') },
    computerChanged(tenantID, ID),
    { put: host, if: absent('pk') },
    ...(policyID > 0 ? [{ check: keys.policy(tenantID, policyID), if: exists('pk') }] : []),
    ...(group.groupID > 0
      ? [{ check: keys.object(tenantID, 'computergroups', group.groupID), if: exists('pk') }]
      : []),
    ...groups,
    ...activationEvents(tenantID, computer, request.policy),
    ...triggeredEvents(tenantID, matched, {
      computer: { ID, name: computer.hostName },
      what: 'the computer activated itself',
      cause: 'activated',
      at: now,
    }).map((put) => ({ put })),
  ]);
  return written.ok ? computer : undefined;
};

/** RFC 7638, of an Ed25519 public key given by its JWK member `x`; base64url. */
const thumbprintOf = (x: string): string =>
  createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
