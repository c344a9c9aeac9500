import { alertKinds } from '../../shared/domain/alert/catalogue.ts';
import { isToldByMany, MANY_OFFLINE, MANY_TARGET } from '../../shared/domain/alert/many-offline.ts';
import { UNREACHABLE } from '../../shared/domain/alert/presence.ts';
import { isMailed, severityOf } from '../../shared/domain/alert/settings.ts';
import { noticeOf } from '../../shared/queue/alert-notice.ts';
import { type AlertItem, alertItem, readAlert } from '../../shared/table/entities/alert/alert.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import type { Store } from '../../shared/table/store.ts';
import type { Follow } from './deps.ts';

/** A new raising is told to people, once; merged occurrences are not. Beginning and end become system events. */
export const alertChanged: Follow = async ({ store, notify }, { before, after, at }) => {
  const alert = alertItem.parse(after);
  const old = before && alertItem.parse(before);
  const began = alert.state === 'raised' && (old?.state !== 'raised' || old.began !== alert.began);
  const ended = alert.state !== 'raised' && old?.state === 'raised';
  if (began && (await isTold(store, alert))) await notify.send(noticeOf(alert));
  if (began) await store.put(turn(alert, at, 190, 'Alert Started'));
  if (ended) await store.put(turn(alert, at, 192, 'Alert Ended'));
};

/** One of many silent computers is told of by the alert of them all, for as long as that stands. */
const isTold = async (store: Store, alert: AlertItem): Promise<boolean> => {
  const { tenant, type, raised } = alert;
  if (!isMailed(alert) || type !== UNREACHABLE) return isMailed(alert);
  return !isToldByMany(await readAlert(store, tenant, MANY_OFFLINE, MANY_TARGET), raised);
};

const turn = (alert: AlertItem, at: number, number: number, title: string) => {
  const { subject } = alert;
  return systemEvent(alert.tenant, {
    id: `alert-${number}-${alert.type}-${alert.target}-${alert.began}`,
    at,
    number,
    severity: 'info',
    title,
    description: `Alert: ${alertKinds[alert.type].title}\nSubject: ${subject.computerName ?? subject.policyName ?? alert.target}\nSeverity: ${severityOf(alert)}`,
    actionBy: 'System',
    ...(subject.computerID !== undefined && {
      targetType: 'Computer',
      targetID: subject.computerID,
      targetName: subject.computerName,
    }),
    ...(subject.policyID !== undefined && {
      targetType: 'Policy',
      targetID: subject.policyID,
      targetName: subject.policyName,
    }),
  });
};
