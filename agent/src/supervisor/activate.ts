import { generateKeyPairSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ActivationRequest } from '../../../shared/schema/agent/activation.ts';
import { PROTOCOL_LEVEL } from '../../../shared/schema/agent/protocol.ts';
import { type Exchange, linkFailure } from '../link/failure.ts';
import { requestActivation } from '../link/plane-link.ts';
import type { AgentState } from '../state/agent-state.ts';
import { known } from '../state/document.ts';
import type { Identity, PlaneAddress, PrivateKey } from '../state/identity.ts';
import { machineHash } from '../state/machine.ts';

export const SPOOL_FOLDER = 'spool';

export interface Activation {
  readonly state: AgentState;
  readonly plane: PlaneAddress;
  readonly request: Omit<ActivationRequest, 'protocol'>;
  readonly now: () => number;
}

export interface Activated extends Identity {
  /** 0: the computer has none; undefined: the plane did not say. */
  readonly policyID: number | undefined;
}

/**
 * Makes this host a computer of a tenant (AGT-2). The key pair is made here and never leaves; it is kept before it
 * is sent, so that an attempt whose answer was lost finds its seat again. The identity is written last.
 */
export const activateHost = async (activation: Activation): Promise<Exchange<Activated>> => {
  const { state, plane, now } = activation;
  const present = state.identity.read();
  if (present.found === 'current' || present.found === 'previous') {
    return linkFailure(
      'refused',
      `This host is activated already, as computer ${present.value.computerID} of tenant ${present.value.tenantID}. Deactivate it first.`,
      { code: 'already-activated' },
    );
  }
  const key = keyFor(state, activation.request.tenantID, plane.url);
  const reply = await requestActivation({
    plane,
    key,
    machine: machineHash(),
    now,
    request: { ...activation.request, protocol: PROTOCOL_LEVEL },
  });
  if (!reply.ok) return reply;
  // What an earlier life left must not be sent in the name of this one.
  rmSync(join(state.directory, SPOOL_FOLDER), { recursive: true, force: true });
  state.inForce.remove();
  state.trying.remove();
  state.failed.remove();
  state.counter.reset();
  state.trust.write(reply.value.trust);
  const identity: Identity = {
    tenantID: reply.value.tenantID,
    computerID: reply.value.computerID,
    hostGUID: reply.value.hostGUID,
    key,
    plane,
    activatedAt: now(),
    firstBeatAt: now() + Math.round(reply.value.firstBeat * 1000),
  };
  state.identity.write(identity);
  state.pendingActivation.remove();
  return { ok: true, value: { ...identity, policyID: reply.value.policyID } };
};

const keyFor = (state: AgentState, tenantID: string, url: string): PrivateKey => {
  const pending = known(state.pendingActivation.read());
  if (pending && pending.tenantID === tenantID && pending.url === url) return pending.key;
  const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as PrivateKey;
  state.pendingActivation.write({ tenantID, url, key });
  return key;
};
