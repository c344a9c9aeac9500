import * as z from 'zod';
import { searchFilter } from '../search.ts';
import { computerFilter } from '../task/task-parameters.ts';
import { alert, alertID } from './alert.ts';

/** Most alerts that one answer holds. */
export const MOST_ALERTS = 5000;

/** A search as in the rest of the API, page by page: `next` comes back as `cursor` beside the same criteria. */
export const alertFilter = searchFilter.omit({ sortByObjectID: true }).extend({
  /** With it, alerts that are about no computer are left out. */
  computerFilter: computerFilter.optional(),
  /** Without it by the last occurrence. */
  sortBy: z.enum(['last', 'raised', 'count', 'severity', 'type', 'computerName']).optional(),
  /** Without it descending. */
  order: z.enum(['ascending', 'descending']).optional(),
  cursor: z.string().max(2000).optional(),
});
export type AlertFilter = z.output<typeof alertFilter>;
export const alertPage = z.object({
  alerts: z.array(alert),
  /** There are more: send it as `cursor`. */
  next: z.string().optional(),
});
export type AlertPage = z.infer<typeof alertPage>;

/** One request dismisses no more than these. */
const MOST_DISMISSED = 100;
export const alertsDismissed = z.object({ alertIDs: z.array(alertID).min(1).max(MOST_DISMISSED) });
/** What became of each: the state that it is in, or why it was left as it is. */
export const dismissals = z.object({
  results: z.array(
    z.object({
      ID: z.string(),
      state: z.enum(['raised', 'cleared', 'dismissed']).optional(),
      message: z.string().optional(),
    }),
  ),
});
