import { type AlertChoices, settingsOf, switched } from '../../../domain/alert/settings.ts';
import type { Store } from '../../store.ts';
import { type AlertItem, writeAlert } from './alert.ts';

/** Brings an alert in step with its type being on or off. True: it changed; somebody quicker leaves it to the next look. */
export const switchAlert = async (
  store: Store,
  alert: AlertItem,
  choices: AlertChoices,
  now: number,
): Promise<boolean> => {
  const next = switched(alert, settingsOf(alert.type, choices), now);
  return next !== undefined && (await writeAlert(store, alert.tenant, alert, next)) !== undefined;
};
