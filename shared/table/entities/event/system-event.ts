import * as z from 'zod';
import { logExpiry } from '../../../domain/event/retention.ts';
import type { SystemEvent } from '../../../schema/api/event/event.ts';
import { keys } from '../../keys.ts';
import type { Store } from '../../store.ts';

export const systemEventItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('system-event'),
  tenant: z.string(),
  eventID: z.string(),
  at: z.number(),
  number: z.number(),
  severity: z.enum(['info', 'warning', 'error']),
  title: z.string(),
  description: z.string().optional(),
  actionBy: z.string(),
  targetType: z.string().optional(),
  targetID: z.number().optional(),
  targetName: z.string().optional(),
  expiresAt: z.number(),
});
export type SystemEventItem = z.infer<typeof systemEventItem>;

/**
 * The plane receives its own events when they happen, so 28 days count from `at` (EVT-3).
 * `id` comes from the cause (`order-7-done`), so that a repeated step writes the same item again.
 */
export const systemEvent = (
  tenant: string,
  { id, ...event }: Omit<SystemEvent, 'eventID'> & { readonly id: string },
): SystemEventItem => ({
  ...keys.systemEvent(tenant, event.at, id),
  kind: 'system-event',
  tenant,
  eventID: id,
  ...event,
  expiresAt: logExpiry(event.at),
});

/** As the API, exports and notifications show it: its id also says when it was, so that one read leads to it. */
export const shownSystemEvent = ({
  pk: _pk,
  sk: _sk,
  kind: _kind,
  tenant: _tenant,
  expiresAt: _end,
  ...event
}: SystemEventItem): SystemEvent => ({
  ...event,
  eventID: `${String(event.at).padStart(13, '0')}-${event.eventID}`,
});

const SHOWN_ID = /^(\d{13})-(.{1,300})$/s;

/** By the id that is shown; undefined when there is none, or it is too old. */
export const readSystemEvent = async (
  store: Store,
  tenant: string,
  shownID: string,
): Promise<SystemEventItem | undefined> => {
  const [, at, id] = SHOWN_ID.exec(shownID) ?? [];
  return at && id ? store.get(keys.systemEvent(tenant, Number(at), id), systemEventItem) : undefined;
};
