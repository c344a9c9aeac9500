import { accept, missing } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { Alert, AlertQuery } from '../../shared/schema/api/alert/alert.ts';
import { MOST_ALERTS } from '../../shared/schema/api/alert/alert-search.ts';
import { alertRoutes } from '../../shared/schema/routes/alerts.ts';
import { dismissOne } from './dismiss.ts';
import { firstOf } from './first-of.ts';
import { searchAlerts } from './search-alerts.ts';
import { readSeen, seenAlerts } from './seen.ts';
import { alertView } from './view.ts';

/** Dismissals of one request that run side by side. */
const AT_ONCE = 10;

/** Alerts: raised when an administrator must act; listed, searched, described, dismissed (OPS-3). */
export const alertHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(alertRoutes.listAlerts, async ({ caller, query, now }) => {
    const latestFirst = (a: Alert, b: Alert) => b.last - a.last;
    const { items } = await firstOf(seenAlerts(store, caller, now), MOST_ALERTS, latestFirst, (alert) => {
      const shown = alertView(alert);
      return isWanted(shown, query) ? shown : undefined;
    });
    return accept({ alerts: [...items] });
  }),

  on(alertRoutes.searchAlerts, ({ caller, body, now }) => searchAlerts(store, caller, body, now)),

  on(alertRoutes.describeAlert, async ({ caller, params, now }) => {
    const found = await readSeen(store, caller, params.alertID, now);
    return found ? accept(alertView(found)) : missing('alert');
  }),

  on(alertRoutes.dismissAlert, async ({ caller, params, now }) => {
    const dismissed = await dismissOne(store, caller, params.alertID, now);
    return dismissed.ok ? accept(alertView(dismissed.value)) : dismissed;
  }),

  on(alertRoutes.dismissAlerts, async ({ caller, body, now }) => {
    const wanted = [...new Set(body.alertIDs)];
    const results = [];
    for (let i = 0; i < wanted.length; i += AT_ONCE) {
      const some = wanted.slice(i, i + AT_ONCE).map(async (ID) => {
        const dismissed = await dismissOne(store, caller, ID, now);
        if (!dismissed.ok) return { ID, message: dismissed.message };
        return { ID, state: alertView(dismissed.value).state };
      });
      results.push(...(await Promise.all(some)));
    }
    return accept({ results });
  }),
];

const isWanted = (alert: Alert, query: AlertQuery): boolean => {
  const { type, severity, computerID, state = 'raised', from = 0, to = Number.POSITIVE_INFINITY } = query;
  return (
    (state === 'any' || alert.state === state) &&
    (type === undefined || alert.type === type) &&
    (severity === undefined || alert.severity === severity) &&
    (computerID === undefined || alert.computerID === computerID) &&
    alert.last >= from &&
    alert.last < to
  );
};
