import { apiUsageMetrics } from '../api/access/api-usage-metric.ts';
import { searchFilter } from '../api/search.ts';
import { route } from './route.ts';

const allow = {
  who: 'tenant',
  right: 'platformRights.systemInformationRights.canViewSystemInformation',
} as const;
const path = '/api/apiusagemetrics';

export const apiUsageRoutes = {
  list: route({
    id: 'listApiUsageMetrics',
    method: 'GET',
    path,
    function: 'access',
    allow,
    summary: 'How the API was used, by hour: approximate, for 28 days',
    reply: apiUsageMetrics,
  }),
  search: route({
    id: 'searchApiUsageMetrics',
    method: 'POST',
    path: `${path}/search`,
    function: 'access',
    allow,
    summary: 'Search how the API was used',
    body: searchFilter,
    reply: apiUsageMetrics,
  }),
} as const;
