import { alertKinds } from '../../shared/domain/alert/catalogue.ts';
import { describeAlert } from '../../shared/domain/alert/describe.ts';
import { severityOf } from '../../shared/domain/alert/settings.ts';
import type { Alert } from '../../shared/schema/api/alert/alert.ts';
import type { AlertItem } from '../../shared/table/entities/alert/alert.ts';

/** An alert as the management API shows it. */
export const alertView = (item: AlertItem): Alert => {
  const { type, target, state, raised, last, ended, count, subject } = item;
  const { title, dismissible } = alertKinds[type];
  return {
    ID: `${type}:${target}`,
    type,
    title,
    severity: severityOf(item),
    dismissible,
    // Of a type that is switched off there is nothing to see.
    state: state === 'off' ? 'cleared' : state,
    raised,
    last,
    ...(ended !== undefined && { ended }),
    count,
    computerID: subject.computerID,
    computerName: subject.computerName,
    policyID: subject.policyID,
    policyName: subject.policyName,
    ruleID: subject.ruleID,
    ruleName: subject.ruleName,
    description: describeAlert(item),
  };
};
