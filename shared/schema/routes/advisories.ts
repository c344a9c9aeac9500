import { advisoryChange, advisoryState } from '../api/scan/advisory.ts';
import { route } from './route.ts';

const allow = { who: 'operator' } as const;
const path = '/operator/advisories';

export const advisoryRoutes = {
  describeAdvisories: route({
    id: 'describeAdvisories',
    method: 'GET',
    path,
    function: 'operator',
    allow,
    summary: 'Advisories: sources, last import, what is known of each ecosystem',
    reply: advisoryState,
  }),
  modifyAdvisories: route({
    id: 'modifyAdvisories',
    method: 'POST',
    path,
    function: 'operator',
    allow,
    summary: 'Set where advisories come from and how often they are read',
    body: advisoryChange,
    reply: advisoryState,
  }),
  importAdvisories: route({
    id: 'importAdvisories',
    method: 'POST',
    path: `${path}/import`,
    function: 'operator',
    allow,
    summary: 'Import advisories with the next beat of the importer, at most 5 minutes away',
    reply: advisoryState,
  }),
} as const;
