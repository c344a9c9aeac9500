import { holds } from '../../shared/domain/access/role.ts';
import type { AlertState } from '../../shared/domain/alert/state.ts';
import { LOG_LIFE } from '../../shared/domain/event/retention.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { computersInReach, seesComputer } from '../../shared/http/reach.ts';
import { type AlertType, alertTypes } from '../../shared/schema/api/alert/alert.ts';
import { type AlertItem, eachAlert, readAlert } from '../../shared/table/entities/alert/alert.ts';
import type { Store } from '../../shared/table/store.ts';

/**
 * Ended alerts are shown for four weeks to the second, also one that is kept because its cause goes on; one whose type
 * is switched off is not shown. `now` in epoch ms.
 */
export const isShown = ({ state, ended }: AlertState, now: number): boolean =>
  state !== 'off' && (ended === undefined || ended > now - LOG_LIFE);

/** The alerts in the caller's reach, page by page. */
export async function* seenAlerts(
  store: Store,
  caller: TenantCaller,
  now: number,
): AsyncGenerator<AlertItem> {
  const reached = await computersInReach(store, caller);
  for await (const alert of eachAlert(store, caller.tenantID)) {
    const { computerID } = alert.subject;
    const seen = computerID === undefined ? seesGlobal(caller) : reached(computerID);
    if (seen && isShown(alert, now)) yield alert;
  }
}

/** An alert that is in the caller's reach; of a computer outside there is none. */
export const readSeen = async (store: Store, caller: TenantCaller, alertID: string, now: number) => {
  const { type, target } = partsOf(alertID);
  const found = type && (await readAlert(store, caller.tenantID, type, target));
  if (!found || !isShown(found, now)) return undefined;
  const { computerID } = found.subject;
  const seen =
    computerID === undefined
      ? seesGlobal(caller)
      : await seesComputer(store, caller.tenantID, caller.role, computerID);
  return seen ? found : undefined;
};

const seesGlobal = ({ role }: TenantCaller): boolean =>
  holds(role, 'platformRights.computerRights.canViewNotRelatedToComputers');

/** `TYPE:TARGET`; a type that does not exist has no alerts. */
const partsOf = (alertID: string): { readonly type: AlertType | undefined; readonly target: string } => {
  const colon = alertID.indexOf(':');
  const type = alertTypes.find((known) => known === alertID.slice(0, colon));
  return { type, target: alertID.slice(colon + 1) };
};
