import * as z from 'zod';
import { logExpiry } from '../../../domain/event/retention.ts';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';

const sums = z.object({ calls: z.number(), duration: z.number(), items: z.number() });

/** What one running instance of a function answered a tenant in one hour. */
export const apiUsageItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('api-usage'),
  /** Hours since 1970. */
  hour: z.number(),
  /** By the text of shared/domain/access/usage.ts. */
  tally: z.record(z.string(), sums),
  expiresAt: z.number(),
});
export type ApiUsageItem = z.infer<typeof apiUsageItem>;

const HOUR = 3_600_000;

export const apiUsage = (
  tenant: string,
  hour: number,
  instance: string,
  tally: ApiUsageItem['tally'],
): ApiUsageItem => ({
  ...keys.apiUsage(tenant, hour, instance),
  kind: 'api-usage',
  hour,
  tally,
  expiresAt: logExpiry((hour + 1) * HOUR),
});

/** Newest first, as many items as a function of 256 MB reads well within its ten seconds. */
const MOST_READ = 4000;
const PAGE = 500;

export const listApiUsage = async (store: Store, tenant: string): Promise<ApiUsageItem[]> => {
  const found: ApiUsageItem[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(partitions.apiUsage(tenant), apiUsageItem, {
      descending: true,
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    found.push(...page.items);
    after = page.next;
  } while (after !== undefined && found.length < MOST_READ);
  return found;
};
