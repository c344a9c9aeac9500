import { createHash } from 'node:crypto';
import { addSums, factsOf, type UsageSums } from '../../shared/domain/access/usage.ts';
import { accept } from '../../shared/domain/outcome.ts';
import { MOST_ITEMS } from '../../shared/domain/search/filter.ts';
import { search } from '../../shared/domain/search/search.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import {
  type ApiUsageMetric,
  apiUsageMetricFields,
} from '../../shared/schema/api/access/api-usage-metric.ts';
import { apiUsageRoutes } from '../../shared/schema/routes/api-usage.ts';
import { type ApiUsageItem, listApiUsage } from '../../shared/table/entities/access/api-usage.ts';
import type { Store } from '../../shared/table/store.ts';

/** How the API was used: what each instance counted, added up by hour. */
export const apiUsageHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(apiUsageRoutes.list, async ({ caller }) =>
    accept({ apiUsageMetrics: (await metrics(store, caller.tenantID)).slice(-MOST_ITEMS) }),
  ),
  on(apiUsageRoutes.search, async ({ caller, body }) => {
    const found = search(await metrics(store, caller.tenantID), body, apiUsageMetricFields);
    return found.ok ? accept({ apiUsageMetrics: [...found.value] }) : found;
  }),
];

/** By id, which is by hour. */
const metrics = async (store: Store, tenant: string): Promise<ApiUsageMetric[]> => {
  const hours = new Map<number, Map<string, UsageSums>>();
  for (const item of await listApiUsage(store, tenant)) add(hours, item);
  return [...hours]
    .flatMap(([hour, sums]) => [...sums].map(([text, of]) => metricOf(tenant, hour, text, of)))
    .sort((a, b) => a.ID - b.ID);
};

const add = (hours: Map<number, Map<string, UsageSums>>, { hour, tally }: ApiUsageItem): void => {
  const sums = hours.get(hour) ?? new Map<string, UsageSums>();
  for (const [text, of] of Object.entries(tally)) sums.set(text, addSums(sums.get(text), of));
  hours.set(hour, sums);
};

const HOUR = 3_600_000;
/** Below 2^53 with the hours of this century. */
const IDS_OF_AN_HOUR = 10_000_000_000;

const metricOf = (
  tenant: string,
  hour: number,
  text: string,
  { calls, duration, items }: UsageSums,
): ApiUsageMetric => {
  const { action, method, status, auth, keyID, expand } = factsOf(text);
  return {
    ID: hour * IDS_OF_AN_HOUR + createHash('sha256').update(text).digest().readUInt32BE(),
    apiType: 'REST',
    action,
    method,
    date: hour * HOUR,
    tenantGUID: tenant,
    duration: Math.round(duration / calls),
    statusCode: status,
    authenticationMethod: auth,
    ...(expand && { expandParameter: expand }),
    responseItemCount: Math.round(items / calls),
    calls,
    ...(keyID > 0 && { apiKeyID: keyID }),
  };
};
