import * as z from 'zod';
import type { SystemEvent } from '../../schema/api/event.ts';
import { keys } from '../keys.ts';

/** Logs live 28 days from receipt (EVT-3); the plane receives its own events when they happen. */
export const LOG_LIFE_SECONDS = 28 * 24 * 3600;

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

/** `id` comes from the cause (`order-7-done`), so that a repeated step writes the same item again. */
export const systemEvent = (
  tenant: string,
  { id, ...event }: Omit<SystemEvent, 'eventID'> & { readonly id: string },
): SystemEventItem => ({
  ...keys.systemEvent(tenant, event.at, id),
  kind: 'system-event',
  tenant,
  eventID: id,
  ...event,
  expiresAt: Math.floor(event.at / 1000) + LOG_LIFE_SECONDS,
});
