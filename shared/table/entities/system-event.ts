import * as z from 'zod';
import { logExpiry } from '../../domain/event/retention.ts';
import { keys } from '../keys.ts';

/** Something that happened in the plane, or that the plane noticed; numbers and titles of events.md section 5. */
export interface NewSystemEvent {
  /** Unique within the tenant and made from what happened, so that a repeated write meets the first one. */
  readonly id: string;
  /** Epoch ms, by the plane's clock. */
  readonly at: number;
  readonly number: number;
  readonly severity: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly description?: string;
  readonly actionBy: string;
  readonly targetType?: string;
  readonly targetID?: number;
  readonly targetName?: string;
}

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

/** The item of a system event; goes into the same transaction as the change that it tells of. */
export const systemEvent = (tenant: string, { id, ...event }: NewSystemEvent): SystemEventItem => ({
  ...keys.systemEvent(tenant, event.at, id),
  kind: 'system-event',
  tenant,
  eventID: id,
  ...event,
  expiresAt: logExpiry(event.at),
});
