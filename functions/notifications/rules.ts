import { type NotificationRule, severityScale } from '../../shared/domain/notification/rule.ts';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import type { ApiDeps, Handler } from '../../shared/http/api.ts';
import { collectionHandlers } from '../../shared/http/collection/handlers.ts';
import { notificationRules } from '../../shared/schema/api/notification/notification.ts';
import { DESTINATIONS } from '../../shared/table/entities/notification/notification.ts';
import { readObject } from '../../shared/table/entities/object/object.ts';

/** Each is looked at for every stored batch. */
const MOST_RULES = 100;

export const ruleHandlers = (deps: ApiDeps): readonly Handler[] =>
  collectionHandlers(deps, notificationRules, {
    most: MOST_RULES,
    events: { title: 'Notification Rule', created: 180, deleted: 180, updated: 180 },
    check: async (item, { caller, store, before }) => {
      const severity = checkSeverity(item);
      if (!severity.ok) return severity;
      for (const ID of item.destinationIDs) {
        if (before?.destinationIDs.includes(ID)) continue;
        if (!(await readObject(store, caller.tenantID, DESTINATIONS, ID))) {
          return refuse(
            'invalid',
            `destinationIDs: there is no notification destination ${ID}.`,
            'unknown-target',
            { field: 'destinationIDs' },
          );
        }
      }
      return accept({ ...item, destinationIDs: [...new Set(item.destinationIDs)] });
    },
  });

const checkSeverity = ({
  eventClass,
  conditions,
}: Pick<NotificationRule, 'eventClass' | 'conditions'>): Outcome<undefined> => {
  const { severityAtLeast: least } = conditions;
  const scale: readonly string[] = severityScale[eventClass];
  if (least === undefined || scale.includes(least)) return accept(undefined);
  const may = scale.length > 0 ? `may be ${scale.join(', ')}` : 'is nothing that these events have';
  return refuse(
    'invalid',
    `conditions.severityAtLeast: for ${eventClass} events it ${may}.`,
    'unfit-severity',
    {
      field: 'conditions.severityAtLeast',
    },
  );
};
