import { MOST_RULES } from '../../shared/domain/event/summary.ts';
import { alertFacts, systemFacts } from '../../shared/domain/notification/facts.ts';
import { mayMatch, mayMatchOne, type NotificationRule } from '../../shared/domain/notification/rule.ts';
import { noticeOf } from '../../shared/queue/alert-notice.ts';
import type { Delivery } from '../../shared/schema/bus/delivery.ts';
import { alertItem } from '../../shared/table/entities/alert/alert.ts';
import { batchItem } from '../../shared/table/entities/event/batch.ts';
import { systemEventItem } from '../../shared/table/entities/event/system-event.ts';
import type { FanOutDeps, Follow } from './deps.ts';

/** A batch that may hold what a rule wants: one message per destination, whatever the number of events. */
export const batchTold: Follow = async (deps, { event, after }) => {
  if (event !== 'INSERT') return;
  const { tenant, pk, sk, computerID, summary } = batchItem.parse(after);
  const hint = { ...summary, computerID, mostRules: MOST_RULES };
  await tell(deps, tenant, (rule) => mayMatch(rule, hint), { kind: 'batch', pk, sk });
};

export const systemEventTold: Follow = async (deps, { after }) => {
  const event = systemEventItem.parse(after);
  const { tenant, pk, sk } = event;
  const facts = systemFacts('system', { ...event, origin: 'manager' });
  await tell(deps, tenant, (rule) => mayMatchOne(rule, facts), { kind: 'system-event', pk, sk });
};

/** An alert as it is raised or raised anew; merged occurrences are not told. */
export const alertTold: Follow = async (deps, { before, after }) => {
  const alert = alertItem.parse(after);
  const old = before && alertItem.parse(before);
  if (alert.state !== 'raised' || (old?.state === 'raised' && old.began === alert.began)) return;
  const notice = noticeOf(alert);
  const facts = alertFacts(notice);
  await tell(deps, alert.tenant, (rule) => mayMatchOne(rule, facts), { kind: 'alert', notice });
};

const tell = async (
  { notificationRules, deliver }: FanOutDeps,
  tenant: string,
  wants: (rule: NotificationRule) => boolean,
  source: Delivery['source'],
): Promise<void> => {
  const rulesByDestination = new Map<number, number[]>();
  for (const rule of (await notificationRules(tenant)).filter(wants)) {
    for (const ID of rule.destinationIDs) {
      rulesByDestination.set(ID, [...(rulesByDestination.get(ID) ?? []), rule.ID]);
    }
  }
  for (const [destinationID, ruleIDs] of rulesByDestination) {
    await deliver.send({ version: 1, tenant, destinationID, ruleIDs, source });
  }
};
