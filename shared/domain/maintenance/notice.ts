import { accept, type Outcome, refuse } from '../outcome.ts';

/** Work on the plane that the operator announces (SRV-4): when, and what of it tenants will notice. */
export interface MaintenanceWish {
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly ja: string;
  readonly en: string;
}

export interface MaintenanceNotice extends MaintenanceWish {
  readonly ID: number;
  readonly posted: number;
  /** When it was taken back, if it was. */
  readonly withdrawn?: number | undefined;
}

export type MaintenanceState = 'announced' | 'in-progress' | 'ended' | 'withdrawn';

const LONGEST = 30 * 24 * 3_600_000;
/** More notices at a time tell nobody anything. */
const MOST_AT_ONCE = 20;

export const stateOf = ({ from, to, withdrawn }: MaintenanceNotice, now: number): MaintenanceState => {
  if (withdrawn !== undefined) return 'withdrawn';
  if (now >= to) return 'ended';
  return now >= from ? 'in-progress' : 'announced';
};

/** Whether tenants are told of it: it ends by itself. */
export const isShown = (notice: MaintenanceNotice, now: number): boolean => {
  const state = stateOf(notice, now);
  return state === 'announced' || state === 'in-progress';
};

/** It may have begun already: not all work waits for its announcement. */
export const decidePost = (
  wish: MaintenanceWish,
  notices: readonly MaintenanceNotice[],
  now: number,
): Outcome<undefined> => {
  const wrong = (field: string, why: string) => refuse('invalid', `${field}: ${why}.`, 'invalid', { field });
  if (wish.to <= wish.from) return wrong('to', 'must be later than from');
  if (wish.to <= now) return wrong('to', 'must not be in the past');
  if (wish.to - wish.from > LONGEST) return wrong('to', 'must be at most 30 days after from');
  const shown = notices.filter((notice) => isShown(notice, now));
  return shown.length < MOST_AT_ONCE
    ? accept(undefined)
    : refuse(
        'conflict',
        `There are ${shown.length} notices already. Withdraw one that is no longer needed.`,
        'too-many',
      );
};

export const decideWithdraw = (notice: MaintenanceNotice, now: number): Outcome<undefined> => {
  const state = stateOf(notice, now);
  return isShown(notice, now)
    ? accept(undefined)
    : refuse('conflict', `The notice is over: it is ${state}.`, 'over', { state });
};
