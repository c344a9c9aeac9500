import { accept, type Outcome, refuse } from '../outcome.ts';
import type { TenantStanding } from './state.ts';

/** How long a deleted tenant can be taken back, and its months closed and billed, before its data are erased. In ms. */
export const ERASE_AFTER = 60 * 24 * 3_600_000;

export type StateWish =
  | { readonly to: 'restricted' | 'suspended'; readonly reason: string }
  /** Lifts a restriction or suspension, or takes a deletion back. */
  | { readonly to: 'active' };

export interface StateChange {
  /** The same again, e.g. a repeated request: nothing to write. */
  readonly same: boolean;
}

/** Whether the operator may put a tenant into another state (ORD-9). */
export const decideState = (from: TenantStanding, wish: StateWish): Outcome<StateChange> => {
  if (from.tenantState === 'deleted') return erased;
  if (from.tenantState === 'pending-deletion' && wish.to !== 'active') {
    return refuse('conflict', 'This tenant is pending deletion. Lift that first.', 'pending-deletion');
  }
  const reason = wish.to === 'active' ? undefined : wish.reason;
  return accept({ same: from.tenantState === wish.to && from.stateReason === reason });
};

/** What a tenant still has. */
export interface Remains {
  readonly menu?: string | undefined;
  readonly activated: number;
  readonly inProcess?: number | undefined;
}

/** Whether a tenant may be deleted: its service must have ended, which protects hosts and bills alike. */
export const decideDeletion = (from: TenantStanding, remains: Remains): Outcome<StateChange> => {
  if (from.tenantState === 'deleted') return erased;
  if (from.tenantState === 'pending-deletion') return accept({ same: true });
  if (remains.inProcess !== undefined) {
    return refuse(
      'conflict',
      `Order ${remains.inProcess} is in process. Delete the tenant when it is finished.`,
      'order-in-process',
      { orderID: remains.inProcess },
    );
  }
  if (remains.menu !== undefined) {
    return refuse(
      'conflict',
      `This tenant holds ${remains.menu}: its service ends by an order of type cancellation first.`,
      'still-subscribed',
    );
  }
  return remains.activated > 0
    ? refuse(
        'conflict',
        `${remains.activated} computers are activated. Deactivate them first.`,
        'still-activated',
        {
          activated: remains.activated,
        },
      )
    : accept({ same: false });
};

const erased = refuse('missing', 'The tenant does not exist.');
