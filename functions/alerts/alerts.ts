import { holds } from '../../shared/domain/access/role.ts';
import { alertKinds } from '../../shared/domain/alert/catalogue.ts';
import { dismiss } from '../../shared/domain/alert/end.ts';
import type { AlertState } from '../../shared/domain/alert/state.ts';
import { LOG_LIFE } from '../../shared/domain/event/retention.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { computersInReach, seesComputer } from '../../shared/http/reach.ts';
import { type AlertQuery, type AlertType, alertTypes } from '../../shared/schema/api/alert.ts';
import { alertRoutes } from '../../shared/schema/routes/alerts.ts';
import { changeAlert, listAlerts, readAlert } from '../../shared/table/entities/alert/alert.ts';
import type { Store } from '../../shared/table/store.ts';
import { alertView } from './view.ts';

/** Alerts: raised when an administrator must act; listed, described, dismissed (OPS-3). */
export const alertHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(alertRoutes.listAlerts, async ({ caller, query, now }) => {
    const [all, reached] = await Promise.all([
      listAlerts(store, caller.tenantID),
      computersInReach(store, caller),
    ]);
    const found = all
      .filter((alert) => isWanted(alert, query, now))
      .filter(({ subject: { computerID } }) =>
        computerID === undefined ? seesGlobal(caller) : reached(computerID),
      )
      .sort((a, b) => b.last - a.last);
    return accept({ alerts: found.map(alertView) });
  }),

  on(alertRoutes.describeAlert, async ({ caller, params }) => {
    const found = await readSeen(store, caller, params.alertID);
    return found ? accept(alertView(found)) : missing('alert');
  }),

  on(alertRoutes.dismissAlert, async ({ caller, params, now }) => {
    const seen = await readSeen(store, caller, params.alertID);
    if (!seen) return missing('alert');
    if (!mayDismiss(caller, seen)) return notYours;
    let decided: Outcome<unknown> = missing('alert');
    const item = await changeAlert(store, caller.tenantID, seen.type, seen.target, (current) => {
      const decision = dismiss(current, now);
      decided = decision;
      return decision.ok ? decision.value : undefined;
    });
    if (!decided.ok) return decided;
    return item ? accept(alertView(item)) : missing('alert');
  }),
];

/** Ended alerts are shown for four weeks, also one that is kept because its cause goes on. */
const isWanted = (alert: AlertState, query: AlertQuery, now: number): boolean => {
  const { type, severity, computerID, state = 'raised', from = 0, to = Number.POSITIVE_INFINITY } = query;
  return (
    (state === 'any' || alert.state === state) &&
    (alert.ended === undefined || alert.ended > now - LOG_LIFE) &&
    (type === undefined || alert.type === type) &&
    (severity === undefined || alertKinds[alert.type].severity === severity) &&
    (computerID === undefined || alert.subject.computerID === computerID) &&
    alert.last >= from &&
    alert.last < to
  );
};

const notYours = refuse(
  'forbidden',
  'Not authorized to dismiss alerts that concern no computer. This needs the right platformRights.alertRights.canDismissGlobalAlerts.',
  'missing-right',
);

const mayDismiss = ({ role }: TenantCaller, { subject }: AlertState): boolean =>
  subject.computerID !== undefined || holds(role, 'platformRights.alertRights.canDismissGlobalAlerts');

const seesGlobal = ({ role }: TenantCaller): boolean =>
  holds(role, 'platformRights.computerRights.canViewNotRelatedToComputers');

/** An alert that is in the caller's reach; of a computer outside there is none. */
const readSeen = async (store: Store, caller: TenantCaller, alertID: string) => {
  const { type, target } = partsOf(alertID);
  const found = type && (await readAlert(store, caller.tenantID, type, target));
  if (!found) return undefined;
  const { computerID } = found.subject;
  const seen =
    computerID === undefined
      ? seesGlobal(caller)
      : await seesComputer(store, caller.tenantID, caller.role, computerID);
  return seen ? found : undefined;
};

/** `TYPE:TARGET`; a type that does not exist has no alerts. */
const partsOf = (alertID: string): { readonly type: AlertType | undefined; readonly target: string } => {
  const colon = alertID.indexOf(':');
  const type = alertTypes.find((known) => known === alertID.slice(0, colon));
  return { type, target: alertID.slice(colon + 1) };
};
