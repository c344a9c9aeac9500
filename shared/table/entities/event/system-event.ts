import * as z from 'zod';
import { logExpiry } from '../../../domain/event/retention.ts';
import type { SystemEvent } from '../../../schema/api/event.ts';
import { keys } from '../../keys.ts';

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
