import { accept, type Outcome, refuse } from '../outcome.ts';

/**
 * - `restricted`: everything but activating computers. - `suspended`: reads only; hosts stay protected with what they
 *   have, beats and events go on (ORD-9). - `pending-deletion`: keys have stopped, data waits for its erasure.
 * - `deleted`: erased; what is left says that there was a tenant.
 */
export const tenantStates = ['active', 'restricted', 'suspended', 'pending-deletion', 'deleted'] as const;
export type TenantState = (typeof tenantStates)[number];

export interface TenantStanding {
  readonly tenantState: TenantState;
  /** The operator's words, which the tenant reads in refusals. */
  readonly stateReason?: string | undefined;
}

const because = ({ stateReason }: TenantStanding): string =>
  stateReason === undefined ? '' : ` Reason: ${stateReason.replace(/\.?$/, '.')}`;

/** Whether people and keys of a tenant may read, or change something. */
export const mayCall = (standing: TenantStanding, changes: boolean): Outcome<undefined> => {
  switch (standing.tenantState) {
    case 'active':
    case 'restricted':
      return accept(undefined);
    case 'suspended':
      return changes
        ? refuse(
            'forbidden',
            `This tenant is suspended: nothing can be changed. Its computers stay protected as they are.${because(standing)}`,
            'suspended',
          )
        : accept(undefined);
    case 'pending-deletion':
    case 'deleted':
      return refuse(
        'unauthenticated',
        'This tenant was deleted: its keys are not valid any more.',
        'deleted',
      );
  }
};

/** Whether a computer may be activated, whatever is ordered. */
export const mayActivate = (standing: TenantStanding): Outcome<undefined> => {
  switch (standing.tenantState) {
    case 'active':
      return accept(undefined);
    case 'restricted':
      return refuse(
        'forbidden',
        `This tenant is restricted: no computer can be activated.${because(standing)}`,
        'restricted',
      );
    case 'suspended':
      return refuse(
        'forbidden',
        `This tenant is suspended: no computer can be activated.${because(standing)}`,
        'suspended',
      );
    case 'pending-deletion':
    case 'deleted':
      return refuse('forbidden', 'This tenant was deleted: no computer can be activated.', 'deleted');
  }
};

/** Whether an order may be placed, and one that was placed may begin. A restricted tenant may order what it lacks. */
export const mayOrder = (standing: TenantStanding): Outcome<undefined> => {
  if (standing.tenantState === 'active' || standing.tenantState === 'restricted') return accept(undefined);
  return standing.tenantState === 'suspended'
    ? refuse('conflict', `This tenant is suspended: it cannot place orders.${because(standing)}`, 'suspended')
    : refuse('conflict', 'This tenant was deleted: it cannot place orders.', 'deleted');
};
