import { UNREACHABLE } from '../../shared/domain/alert/presence.ts';
import { needsTelling } from '../../shared/domain/alert/untold.ts';
import { noticeOf } from '../../shared/queue/alert-notice.ts';
import { listAlerts } from '../../shared/table/entities/alert.ts';
import { notifiedRaisings } from '../../shared/table/entities/notified.ts';
import { settlePresence } from '../../shared/table/entities/presence.ts';
import type { SweepDeps } from './deps.ts';
import type { Marked } from './mark-silent.ts';

/** One sweep mends no more than this of a tenant, and tells of no more; the next one goes on. */
const MOST_SETTLED = 500;

/** Puts right what the stream's 24 hours have lost: alerts that do not fit their hosts, raisings nobody was told of. */
export const settleAlerts = async (
  { store, now, notify }: SweepDeps,
  tenant: string,
  { offline, fresh }: Marked,
  hasTime: () => boolean,
): Promise<void> => {
  const raised = (await listAlerts(store, tenant)).filter((alert) => alert.state === 'raised');
  const alerted = new Set(
    raised.flatMap(({ type, subject }) => (type === UNREACHABLE ? (subject.computerID ?? []) : [])),
  );
  const unsettled = [
    ...[...offline].filter((computerID) => !alerted.has(computerID)),
    ...[...alerted].filter((computerID) => !offline.has(computerID) && !fresh.has(computerID)),
  ];
  for (const computerID of unsettled.slice(0, MOST_SETTLED)) {
    if (!hasTime()) return;
    await settlePresence(store, tenant, computerID, now());
  }
  const untold = raised.filter((alert) => needsTelling(alert, now()));
  if (untold.length === 0) return;
  const wasTold = await notifiedRaisings(store, tenant);
  for (const alert of untold.filter((each) => !wasTold(each)).slice(0, MOST_SETTLED)) {
    if (!hasTime()) return;
    await notify.send(noticeOf(alert));
  }
};
