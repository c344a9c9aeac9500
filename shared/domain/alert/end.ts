import { accept, missing, type Outcome, refuse } from '../outcome.ts';
import { alertKinds } from './catalogue.ts';
import type { AlertState } from './state.ts';

/** The cause is gone. Undefined when there is nothing to end. `now` in epoch ms. */
export const clear = (current: AlertState | undefined, now: number): AlertState | undefined =>
  current?.state === 'raised' ? { ...current, state: 'cleared', ended: now } : undefined;

/**
 * A person has seen it. One that waits for its cause to go away cannot be dismissed; dismissing what has ended
 * already is harmless and changes nothing (the value is then undefined). `now` in epoch ms.
 */
export const dismiss = (current: AlertState | undefined, now: number): Outcome<AlertState | undefined> => {
  if (!current) return missing('alert');
  if (!alertKinds[current.type].dismissible) {
    return refuse(
      'conflict',
      `An alert of type ${current.type} cannot be dismissed: it ends when its cause does.`,
      'not-dismissible',
    );
  }
  return accept(current.state === 'raised' ? { ...current, state: 'dismissed', ended: now } : undefined);
};
