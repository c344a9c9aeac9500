import { alertKinds } from '../../shared/domain/alert/catalogue.ts';
import type { AlertNotice } from '../../shared/schema/bus/alert-notice.ts';

/** The alert's title, and the rule or reason that it is about. */
export const titleOfAlert = ({ type, ruleName, reason }: AlertNotice): string => {
  const about = ruleName ?? reason;
  return about ? `${alertKinds[type].title}: ${about}` : alertKinds[type].title;
};
