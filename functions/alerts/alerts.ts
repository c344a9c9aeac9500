import { dismiss } from '../../shared/domain/alert/end.ts';
import { accept, missing, type Outcome } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { type AlertType, alertTypes } from '../../shared/schema/api/alert.ts';
import { alertRoutes } from '../../shared/schema/routes/alerts.ts';
import { changeAlert, listAlerts, readAlert } from '../../shared/table/entities/alert.ts';
import { alertView } from './view.ts';

/** Alerts: raised when an administrator must act; listed, described, dismissed (OPS-3). */
export const alertHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(alertRoutes.listAlerts, async ({ caller }) => {
    const all = await listAlerts(store, caller.tenantID);
    const raised = all.filter((alert) => alert.state === 'raised').sort((a, b) => b.last - a.last);
    return accept({ alerts: raised.map(alertView) });
  }),

  on(alertRoutes.describeAlert, async ({ caller, params }) => {
    const { type, target } = partsOf(params.alertID);
    const found = type && (await readAlert(store, caller.tenantID, type, target));
    return found ? accept(alertView(found)) : missing('alert');
  }),

  on(alertRoutes.dismissAlert, async ({ caller, params, now }) => {
    const { type, target } = partsOf(params.alertID);
    if (!type) return missing('alert');
    let decided: Outcome<unknown> = missing('alert');
    const item = await changeAlert(store, caller.tenantID, type, target, (current) => {
      const decision = dismiss(current, now);
      decided = decision;
      return decision.ok ? decision.value : undefined;
    });
    if (!decided.ok) return decided;
    return item ? accept(alertView(item)) : missing('alert');
  }),
];

/** `TYPE:TARGET`; a type that does not exist has no alerts. */
const partsOf = (alertID: string): { readonly type: AlertType | undefined; readonly target: string } => {
  const colon = alertID.indexOf(':');
  const type = alertTypes.find((known) => known === alertID.slice(0, colon));
  return { type, target: alertID.slice(colon + 1) };
};
