import type { AlertType } from '../../shared/domain/alert/catalogue.ts';
import { clear } from '../../shared/domain/alert/end.ts';
import { computerTarget } from '../../shared/domain/alert/presence.ts';
import { raise } from '../../shared/domain/alert/raise.ts';
import type { AlertState } from '../../shared/domain/alert/state.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import type { Advice } from '../../shared/domain/recommendation/left-to-people.ts';
import { changeAlert } from '../../shared/table/entities/alert/alert.ts';
import type { ComputerItem } from '../../shared/table/entities/computer/computer.ts';
import type { Store } from '../../shared/table/store.ts';

/** What a scan leaves to people; `newTypes`: application types that its rules would bring to the computer. */
export interface LeftOver extends Advice {
  readonly newTypes: readonly number[];
}

/** How much of a kind is left to people (events.md section 7). */
const kinds: readonly (readonly [AlertType, (left: LeftOver) => number])[] = [
  ['recommendation', ({ toAssign, toUnassign }) => toAssign.length + toUnassign.length],
  ['intrusion-prevention-rule-recommendation', ({ toAssign }) => toAssign.length],
  ['intrusion-prevention-rule-removal-recommendation', ({ toUnassign }) => toUnassign.length],
  ['application-type-recommendation', ({ newTypes }) => newTypes.length],
];

interface Scan {
  /** Names the scan. */
  readonly cause: string;
  /** Epoch ms. */
  readonly now: number;
  /** Whether the advice is another than before. */
  readonly changed: boolean;
}

/** Raises and clears a computer's alerts by what a scan leaves to people. */
export const settleAdvice = async (
  store: Store,
  tenant: string,
  computer: ComputerItem,
  left: LeftOver,
  { cause, now, changed }: Scan,
): Promise<void> => {
  const target = computerTarget(computer.ID);
  const name = plainLine(computer.displayName || computer.hostName);
  const subject = { computerID: computer.ID, computerName: name };
  const times = { cause, first: now, last: now, count: 1, blocked: 0, sources: [] };
  for (const [type, countOf] of kinds) {
    await changeAlert(store, tenant, type, target, (current): AlertState | undefined => {
      if (countOf(left) === 0) return clear(current, now);
      // What a person dismissed comes again only with another advice.
      if (current?.state === 'dismissed' && !changed) return undefined;
      return raise(current, type, target, subject, times, now)?.alert;
    });
  }
};
