import { holds } from '../../shared/domain/access/role.ts';
import { dismiss } from '../../shared/domain/alert/end.ts';
import type { AlertState } from '../../shared/domain/alert/state.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { type AlertItem, changeAlert } from '../../shared/table/entities/alert/alert.ts';
import type { Store } from '../../shared/table/store.ts';
import { readSeen } from './seen.ts';

/** A person has seen an alert; told twice, nothing more happens. */
export const dismissOne = async (
  store: Store,
  caller: TenantCaller,
  alertID: string,
  now: number,
): Promise<Outcome<AlertItem>> => {
  const seen = await readSeen(store, caller, alertID, now);
  if (!seen) return missing('alert');
  if (!mayDismiss(caller, seen)) return notYours;
  let decided: Outcome<unknown> = missing('alert');
  const item = await changeAlert(store, caller.tenantID, seen.type, seen.target, (current) => {
    const decision = dismiss(current, now);
    decided = decision;
    return decision.ok ? decision.value : undefined;
  });
  if (!decided.ok) return decided;
  return item ? accept(item) : missing('alert');
};

const notYours = refuse(
  'forbidden',
  'Not authorized to dismiss alerts that concern no computer. This needs the right platformRights.alertRights.canDismissGlobalAlerts.',
  'missing-right',
);

const mayDismiss = ({ role }: TenantCaller, { subject }: AlertState): boolean =>
  subject.computerID !== undefined || holds(role, 'platformRights.alertRights.canDismissGlobalAlerts');
