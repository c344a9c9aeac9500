import * as z from 'zod';
import { agentEvent, firewallEvent, intrusionPreventionEvent } from '../agent/events.ts';
import { ID, pathID, queryTime, time } from './common.ts';

/** Newest first, page by page. Times are epoch ms; without `from`, the last 24 hours. */
export const eventQuery = z.object({
  from: queryTime.optional(),
  to: queryTime.optional(),
  computerID: pathID.optional(),
  limit: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a number from 1 to 1000')
    .transform(Number)
    .refine((n) => n >= 1 && n <= 1000, 'must be a number from 1 to 1000')
    .optional(),
  /** As answered in `next`. */
  cursor: z.string().max(400).optional(),
});

/** What the plane adds to an event of a host. */
const received = {
  /** `BATCHID-INDEX`, unique within the computer. */
  eventID: z.string(),
  computerID: ID,
  /** When the plane received it; 28 days count from here (EVT-3). */
  received: time,
  /** Only when true: the host's clock cannot have been right, ahead of the receipt or older than any log. */
  skewed: z.boolean().optional(),
};
const page = { next: z.string().optional(), searchedUntil: time };

export const intrusionPreventionEvents = z.object({
  intrusionPreventionEvents: z.array(intrusionPreventionEvent.extend(received)),
  ...page,
});
export const firewallEvents = z.object({ firewallEvents: z.array(firewallEvent.extend(received)), ...page });
export const agentEvents = z.object({ agentEvents: z.array(agentEvent.extend(received)), ...page });

export const systemEvent = z.object({
  eventID: z.string(),
  at: time,
  /** Number and title of events.md section 5. */
  number: z.number().int(),
  severity: z.enum(['info', 'warning', 'error']),
  title: z.string(),
  description: z.string().optional(),
  actionBy: z.string(),
  targetType: z.string().optional(),
  targetID: z.number().int().optional(),
  targetName: z.string().optional(),
});
export type SystemEvent = z.infer<typeof systemEvent>;
export const systemEvents = z.object({ systemEvents: z.array(systemEvent), ...page });
