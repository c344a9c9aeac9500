import type { AlertChoices } from '../../../domain/alert/settings.ts';
import { keys } from '../../keys.ts';
import type { Write } from '../../store.ts';
import { systemEvent } from '../event/system-event.ts';
import { type Entry, trail } from '../tenant/trail.ts';
import type { AlertTypesItem } from './alert-types.ts';

/** A change of one type, with its system event and the trail's entry (EVT-7). `at` in epoch ms. */
export const alertTypeChanged = (
  before: AlertTypesItem | undefined,
  { tenant, type, title, choices }: { tenant: string; type: string; title: string; choices: AlertChoices },
  at: number,
  by: Entry['by'],
): readonly [item: AlertTypesItem, records: readonly Write[]] => {
  const revision = (before?.revision ?? 0) + 1;
  const item: AlertTypesItem = { ...keys.alertTypes(tenant), kind: 'alert-types', tenant, revision, choices };
  const event = systemEvent(tenant, {
    ...{ id: `alert-types-${revision}`, at, number: 180, severity: 'info', title: 'Alert Type Updated' },
    actionBy: by.name,
    description: title,
  });
  const entry = trail(tenant, {
    ...{ at, action: 'alert-type-updated', target: `alert-type-${type}`, by, detail: title },
    ...{ before: before?.choices ?? {}, after: choices },
  });
  return [item, [{ put: event }, { put: entry }]];
};
