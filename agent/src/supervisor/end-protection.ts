import type { LinkFailure } from '../link/failure.ts';
import type { PlaneLink } from '../link/plane-link.ts';
import type { AgentState } from '../state/agent-state.ts';
import type { PolicyKeeper } from './configuration/policy-keeper.ts';
import { endRun } from './run-record.ts';

export type Deactivated =
  | { readonly ok: true; readonly planeTold: boolean; readonly message: string }
  | { readonly ok: false; readonly message: string };

export interface EndDeps {
  readonly keeper: PolicyKeeper;
  readonly state: AgentState;
  readonly link: PlaneLink;
  readonly computerID: number;
  /** Sends what still waits; called once the host has its own firewall back. */
  readonly lastWords: () => Promise<unknown>;
  /** False when the plane itself ordered it. */
  readonly tellPlane: boolean;
}

const DONE = 'This host is not protected any more; its own firewall is back as it was.';

/**
 * Deactivation. The host gets its own firewall back first: if that fails, the agent stays what it is and the call
 * can be repeated. A plane out of reach does not hold it up.
 */
export const endProtection = async (deps: EndDeps): Promise<Deactivated> => {
  try {
    await deps.keeper.giveBack();
  } catch (error) {
    const message = `The host's own firewall could not be given back: ${(error as Error).message}`;
    return { ok: false, message };
  }
  let planeTold = true;
  let message = DONE;
  if (deps.tellPlane) {
    await deps.lastWords();
    const told = await deps.link.deactivate();
    planeTold = told.ok || told.code === 'unknown-agent';
    if (!told.ok && !planeTold) message = `${DONE} ${leftToDo(told, deps.computerID)}`;
  }
  deps.link.close();
  forget(deps.state);
  return { ok: true, planeTold, message };
};

/** A clone must not send people after the computer that it was copied from. */
const leftToDo = (told: LinkFailure, computerID: number): string =>
  told.code === 'cloned'
    ? `It was a copy: computer ${computerID} is another machine, stays as it is, and must not be removed.`
    : `The plane could not be told: ${told.message} Remove computer ${computerID} there, or its seat stays in use.`;

/** Nothing of the identity stays; the next activation is another computer's. */
const forget = (state: AgentState): void => {
  state.identity.remove();
  state.trust.remove();
  state.inForce.remove();
  state.trying.remove();
  state.failed.remove();
  state.pendingActivation.remove();
  state.contents.keepOnly([]);
  state.counter.reset();
  endRun(state);
};
