import type { AlertNotice } from '../schema/bus/alert-notice.ts';
import type { AlertItem } from '../table/entities/alert/alert.ts';

/** The message that tells of an alert's raising. */
export const noticeOf = (alert: AlertItem): AlertNotice => {
  const { tenant, type, target, began, raised, last, count, blocked, sources, subject, severity } = alert;
  const about = severity === undefined ? subject : { severity, ...subject };
  return { version: 1, tenant, type, target, began, raised, last, count, blocked, sources, ...about };
};
