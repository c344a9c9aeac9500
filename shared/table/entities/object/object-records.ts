import { canonicalJson } from '../../../domain/policy/canonical.ts';
import type { Write } from '../../store.ts';
import { systemEvent } from '../event/system-event.ts';
import { type Entry, trail } from '../tenant/trail.ts';
import type { ObjectItem } from './object.ts';

/** Title and numbers of a resource's system events, events.md section 5: `IP List Created` is 510. */
export interface ObjectEvents {
  readonly title: string;
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  /** What it says is told too. Only where none of its members is a secret. */
  readonly values?: true;
}

const MOST_SAID = 400;

export interface ObjectChange {
  readonly events: ObjectEvents;
  readonly name: string;
  /** The thing before and after, whole: the trail keeps what differs, without secrets. */
  readonly before?: Entry['before'];
  readonly after?: Entry['after'];
}

const words = { created: 'Created', updated: 'Updated', deleted: 'Deleted' } as const;

/** What is told of a change of an item, part of the same transaction (EVT-2, EVT-7). `at` in epoch ms. */
export const objectRecords = (
  item: ObjectItem,
  what: keyof typeof words,
  { events, name, before, after }: ObjectChange,
  at: number,
  by: Entry['by'],
): Write[] => {
  const values = events.values && canonicalJson(item.members).slice(0, MOST_SAID);
  return [
    {
      put: systemEvent(item.tenant, {
        id: `${item.collection}-${item.ID}-${what}-${item.revision}`,
        at,
        number: events[what],
        severity: 'info',
        title: `${events.title} ${words[what]}`,
        ...(values && { description: values }),
        actionBy: by.name,
        targetType: item.collection,
        targetID: item.ID,
        targetName: name,
      }),
    },
    {
      put: trail(item.tenant, {
        at,
        action: `${item.collection}-${what}`,
        target: `${item.collection}-${item.ID}-${item.revision}`,
        by,
        detail: name,
        before,
        after,
      }),
    },
  ];
};
