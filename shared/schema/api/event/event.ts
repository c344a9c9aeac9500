import * as z from 'zod';
import { agentEvent, firewallEvent, intrusionPreventionEvent } from '../../agent/events.ts';
import { ID, orDigits, pathID, queryTime, time } from '../common.ts';
import { searchFilter } from '../search.ts';

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

/**
 * A search as in the rest of the API, page by page: `next` comes back as `cursor`, beside the same criteria. Without
 * `maxItems` a page has 1,000 events; order is always newest first.
 */
export const eventFilter = searchFilter.extend({ cursor: z.string().max(400).optional() });

export const oneEvent = z.object({ eventID: z.string().max(60) });

/** Its time and what brought it about: `1795521600000-order-7-done`. */
export const oneSystemEvent = z.object({ eventID: z.string().max(320) });

/** What the plane adds to an event of a host. */
const received = {
  /** Computer, batch and index in it: `12-1767225600000-3-0`. */
  eventID: z.string(),
  computerID: ID,
  /** When the plane received it; 28 days count from here (EVT-3). */
  received: time,
  /** Only when true: the host's clock cannot have been right, ahead of the receipt or older than any log. */
  skewed: z.boolean().optional(),
};
const page = { next: z.string().optional(), searchedUntil: time };

export const intrusionPreventionEventShown = intrusionPreventionEvent.extend(received);
export const firewallEventShown = firewallEvent.extend(received);
export const agentEventShown = agentEvent.extend(received);

export const intrusionPreventionEvents = z.object({
  intrusionPreventionEvents: z.array(intrusionPreventionEventShown),
  ...page,
});
export const firewallEvents = z.object({ firewallEvents: z.array(firewallEventShown), ...page });
export const agentEvents = z.object({ agentEvents: z.array(agentEventShown), ...page });

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

/** The packet that an event tells of. */
export const packetData = z.object({
  eventID: z.string(),
  /** Bytes of the whole packet; fewer are kept when it is longer than 2,048. */
  packetSize: z.number().int(),
  truncated: z.boolean(),
  /** What was kept, from the IP header on, three ways: base64, hex, and as text with a dot for what is not printable ASCII. */
  data: z.string(),
  hex: z.string(),
  text: z.string(),
});

/** Fields of the class, or `hour`; each is counted by itself, over the events that fit the criteria. */
export const countFilter = eventFilter.omit({ maxItems: true, sortByObjectID: true }).extend({
  by: z.array(z.string().max(60)).min(1).max(8),
  /** Most values of a field that are answered, the most frequent ones. */
  most: orDigits(z.number().int().min(1).max(1000)).default(100),
});

const count = {
  events: z.number().int(),
  /** Folded events occurred more often than once. */
  occurrences: z.number().int(),
  /** Occurrences that did not pass. */
  stopped: z.number().int(),
};
/** What one call counted: with `next`, the rest is counted by the calls that follow, and added up by the caller. */
export const eventCounts = z.object({
  total: z.object(count),
  by: z.record(
    z.string(),
    z.array(z.object({ value: z.union([z.string(), z.number(), z.boolean()]), ...count })),
  ),
  ...page,
});
