import { alertKinds } from '../../shared/domain/alert/catalogue.ts';
import { type AlertChoices, choose, settingsOf } from '../../shared/domain/alert/settings.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import type { AlertType } from '../../shared/schema/api/alert/alert.ts';
import {
  type AlertTypeChange,
  type AlertTypeView,
  tenantAlertType,
  tenantAlertTypes,
} from '../../shared/schema/api/alert/alert-type.ts';
import { alertTypeRoutes } from '../../shared/schema/routes/alert-types.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import { eachAlert } from '../../shared/table/entities/alert/alert.ts';
import { alertTypeChanged } from '../../shared/table/entities/alert/alert-type-records.ts';
import { readAlertChoices, readAlertTypes } from '../../shared/table/entities/alert/alert-types.ts';
import { switchAlert } from '../../shared/table/entities/alert/switch-alert.ts';
import type { Store } from '../../shared/table/store.ts';

/** Alerts that follow a switched type within the request; the sweep has the rest follow within minutes. */
const AT_ONCE = 300;
const ATTEMPTS = 5;

/** How a tenant uses each type of alert: on or off, its severity, whether it is mailed (OPS-3). */
export const alertTypeHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(alertTypeRoutes.listAlertTypes, async ({ caller }) => {
    const choices = await readAlertChoices(store, caller.tenantID);
    return accept({ alertTypes: tenantAlertTypes.map((type) => view(type, choices)) });
  }),

  on(alertTypeRoutes.describeAlertType, async ({ caller, params }) => {
    const type = tenantAlertType(params.alertType);
    return type ? accept(view(type, await readAlertChoices(store, caller.tenantID))) : missing('alert type');
  }),

  on(alertTypeRoutes.modifyAlertType, async ({ caller, params, body, now }) => {
    const type = tenantAlertType(params.alertType);
    return type ? modify(store, caller, type, body, now) : missing('alert type');
  }),
];

const view = (type: AlertType, choices: AlertChoices): AlertTypeView => {
  const { title, dismissible, about } = alertKinds[type];
  const { enabled, severity, mailed } = settingsOf(type, choices);
  return { type, title, about, dismissible, enabled, severity, mailed };
};

const modify = async (
  store: Store,
  caller: TenantCaller,
  type: AlertType,
  change: AlertTypeChange,
  now: number,
): Promise<Outcome<AlertTypeView>> => {
  const tenant = caller.tenantID;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await readAlertTypes(store, tenant);
    const choices = choose(before?.choices ?? {}, type, change);
    const { title } = alertKinds[type];
    const [item, records] = alertTypeChanged(before, { tenant, type, title, choices }, now, caller.by);
    const written = await store.transact([
      { put: item, if: before ? equals('revision', before.revision) : absent('pk') },
      ...records,
    ]);
    if (!written.ok) continue;
    await follow(store, tenant, type, choices, now);
    return accept(view(type, choices));
  }
  return refuse('conflict', 'The alert types are being changed by others. Try again.', 'busy');
};

/** Alerts that stand end with their type; those that were kept meanwhile stand again. */
const follow = async (
  store: Store,
  tenant: string,
  type: AlertType,
  choices: AlertChoices,
  now: number,
): Promise<void> => {
  let switches = 0;
  for await (const alert of eachAlert(store, tenant, type)) {
    if (switches === AT_ONCE) return;
    if (await switchAlert(store, alert, choices, now)) switches++;
  }
};
