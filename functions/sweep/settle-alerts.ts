import { isToldByMany, MANY_OFFLINE, MANY_TARGET, manyBack } from '../../shared/domain/alert/many-offline.ts';
import { UNREACHABLE } from '../../shared/domain/alert/presence.ts';
import { type AlertChoices, isMailed } from '../../shared/domain/alert/settings.ts';
import { needsTelling } from '../../shared/domain/alert/untold.ts';
import { noticeOf } from '../../shared/queue/alert-notice.ts';
import {
  type AlertItem,
  changeAlert,
  eachAlert,
  readAlert,
} from '../../shared/table/entities/alert/alert.ts';
import { readAlertChoices } from '../../shared/table/entities/alert/alert-types.ts';
import { notifiedRaisings } from '../../shared/table/entities/alert/notified.ts';
import { switchAlert } from '../../shared/table/entities/alert/switch-alert.ts';
import { settlePresence } from '../../shared/table/entities/computer/presence.ts';
import type { SweepDeps } from './deps.ts';
import type { Marked } from './mark-silent.ts';

type Raising = Pick<AlertItem, 'type' | 'target' | 'began'>;

/** One sweep mends no more than this of a tenant, and tells of no more; the next one goes on. */
const MOST_SETTLED = 500;

/** Puts right what the stream's 24 hours have lost: alerts that do not fit their hosts, raisings nobody was told of. */
export const settleAlerts = async (
  { store, now, notify }: SweepDeps,
  tenant: string,
  { offline, fresh }: Marked,
  hasTime: () => boolean,
): Promise<void> => {
  const alerted = new Set<number>();
  const untold: (Raising & Pick<AlertItem, 'raised'>)[] = [];
  let many: AlertItem | undefined;
  const choices: AlertChoices = await readAlertChoices(store, tenant);
  for await (const alert of eachAlert(store, tenant)) {
    if (!hasTime()) return;
    await switchAlert(store, alert, choices, now());
    if (alert.state !== 'raised' && alert.state !== 'off') continue;
    const { type, target, began, raised, subject } = alert;
    if (type === MANY_OFFLINE) many = alert;
    if (type === UNREACHABLE && subject.computerID !== undefined) alerted.add(subject.computerID);
    if (isMailed(alert) && needsTelling(alert, now())) untold.push({ type, target, began, raised });
  }
  const unsettled = [
    ...[...offline.keys()].filter((computerID) => !alerted.has(computerID)),
    ...[...alerted].filter((computerID) => !offline.has(computerID) && !fresh.has(computerID)),
  ];
  for (const computerID of unsettled.slice(0, MOST_SETTLED)) {
    if (!hasTime()) return;
    await settlePresence(store, tenant, computerID, now());
  }
  if (many) {
    const silent = [...offline.values(), ...fresh.values()];
    many = await changeAlert(store, tenant, MANY_OFFLINE, MANY_TARGET, (current) =>
      manyBack(current, silent, now()),
    );
  }
  const mailed = untold.filter(({ type, raised }) => type !== UNREACHABLE || !isToldByMany(many, raised));
  if (mailed.length === 0) return;
  const wasTold = await notifiedRaisings(store, tenant);
  for (const { type, target, began } of mailed.filter((each) => !wasTold(each)).slice(0, MOST_SETTLED)) {
    if (!hasTime()) return;
    const alert = await readAlert(store, tenant, type, target);
    if (alert?.state === 'raised' && alert.began === began) await notify.send(noticeOf(alert));
  }
};
