import { type TokenFacts, usableToken } from '../access/activation-token.ts';
import { accept, type Outcome, refuse } from '../outcome.ts';
import { mayActivate, type TenantStanding } from '../tenant/state.ts';
import { chooseGroup, type GroupChoice, outsideScope } from './choose-group.ts';
import type { Group } from './group-tree.ts';
import { type Joiner, type Joining, mayJoin } from './who-may-join.ts';

/** What a host asks for when it activates (behaviour.md section 7). */
export interface Wanted {
  readonly policyID?: number | undefined;
  /** By name, in any case; an unknown name means no policy. */
  readonly policy?: string | undefined;
  readonly groupID?: number | undefined;
  /** A path of names, `Tokyo/Web`; levels that do not exist are made. */
  readonly group?: string | undefined;
}

export interface Token extends TokenFacts {
  readonly policyID?: number | undefined;
  readonly groupID?: number | undefined;
  /** Asking for anything but what the token gives is refused. */
  readonly fixed: boolean;
}

export interface ActivationFacts {
  readonly now: number;
  readonly sourceIP: string;
  /** Hash of what identifies the machine that asks. */
  readonly machine: string;
  readonly wanted: Wanted;
  readonly token: Token;
  /** The computer that this key activated before and still is, if any. */
  readonly known?: { readonly computerID: number; readonly machine: string } | undefined;
  readonly tenant: TenantStanding;
  readonly subscribed: boolean;
  readonly quantity: number;
  readonly activated: number;
  /** The policies that the request and the token may mean; one that is not here does not exist. */
  readonly policies: readonly { readonly ID: number; readonly name: string }[];
  /** The same of groups. */
  readonly groups: readonly Group[];
  /** What the tenant set about hosts that activate themselves. */
  readonly joining: Joining;
  readonly joiner: Omit<Joiner, 'sourceIP'>;
}

export type Activation =
  /** The same host again, e.g. because the answer was lost: no second seat. */
  | { readonly as: 'known'; readonly computerID: number }
  /** 0: none. */
  | { readonly as: 'new'; readonly policyID: number; readonly group: GroupChoice };

/** Whether and as what a host is activated (AGT-2, AGT-14, ORD-8). */
export const decideActivation = (facts: ActivationFacts): Outcome<Activation> => {
  if (facts.known) {
    return facts.known.machine === facts.machine
      ? accept({ as: 'known', computerID: facts.known.computerID })
      : refuse(
          'conflict',
          `This key activated computer ${facts.known.computerID} on another machine: this is a clone. Reset the agent, so that it makes a key of its own.`,
          'cloned',
          { computerID: facts.known.computerID },
        );
  }
  const usable = usableToken(facts.token, facts.sourceIP, facts.now);
  if (!usable.ok) return usable;
  const standing = checkStanding(facts);
  if (!standing.ok) return standing;
  const allowed = mayJoin(facts.joining, { ...facts.joiner, sourceIP: facts.sourceIP });
  if (!allowed.ok) return allowed;
  const policyID = choosePolicy(facts);
  if (!policyID.ok) return policyID;
  const group = chooseGroup(facts);
  if (!group.ok) return group;
  return accept({ as: 'new', policyID: policyID.value, group: group.value });
};

const checkStanding = (facts: ActivationFacts): Outcome<undefined> => {
  const state = mayActivate(facts.tenant);
  if (!state.ok) return state;
  if (!facts.subscribed) {
    return refuse('conflict', 'This tenant has no order that is done: place one first.', 'not-ordered');
  }
  if (facts.activated >= facts.quantity) {
    return refuse(
      'conflict',
      `All ${facts.quantity} ordered computers are activated. Order more, or remove a computer that is gone.`,
      'quantity-reached',
      { quantity: facts.quantity, activated: facts.activated },
    );
  }
  return accept(undefined);
};

const choosePolicy = ({ wanted, token, policies, joining }: ActivationFacts): Outcome<number> => {
  const given = token.policyID ?? 0;
  const exists = (id: number) => policies.some(({ ID }) => ID === id);
  if (given > 0 && !exists(given)) {
    return refuse(
      'conflict',
      `policyID: policy ${given}, which this token gives, does not exist any more. Use another token.`,
      'policy-gone',
    );
  }
  if (wanted.policyID === undefined && wanted.policy === undefined) {
    return accept(given === 0 && exists(joining.policyID) ? joining.policyID : given);
  }
  if (wanted.policyID !== undefined && !exists(wanted.policyID)) {
    return refuse('invalid', `policyID: there is no policy ${wanted.policyID}.`, 'unknown-policy', {
      field: 'policyID',
    });
  }
  const name = wanted.policy?.toLowerCase();
  const asked = wanted.policyID ?? policies.find((policy) => policy.name.toLowerCase() === name)?.ID ?? 0;
  return token.fixed && asked !== given
    ? outsideScope(wanted.policyID === undefined ? 'policy' : 'policyID')
    : accept(asked);
};
