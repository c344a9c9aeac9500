import type { AlertType } from '../../../domain/alert/catalogue.ts';
import { standingAlert } from '../../../domain/alert/standing.ts';
import type { AlertSubject } from '../../../domain/alert/state.ts';
import type { Store } from '../../store.ts';
import { changeAlert } from './alert.ts';

/** Brings an alert in step with what is so: raised while there is a subject, ended when there is none. Repeatable. */
export const settleStanding = async (
  store: Store,
  tenant: string,
  type: AlertType,
  target: string,
  subject: AlertSubject | undefined,
  now: number,
): Promise<void> => {
  await changeAlert(store, tenant, type, target, (current) =>
    standingAlert(current, type, target, subject, now),
  );
};

/** The one target of alerts that concern all of a tenant. */
export const TENANT_TARGET = 'tenant';
