import * as z from 'zod';
import {
  importRequest,
  licences,
  ruleUpdate,
  ruleUpdateChange,
  ruleUpdateDetail,
  ruleUpdateSettings,
  ruleUpdateSettingsChange,
  ruleUpdates,
} from '../api/rule-update.ts';
import { route } from './route.ts';

const base = { function: 'operator', allow: { who: 'operator' } } as const;
const params = z.object({ version: z.coerce.number().int().positive() });

/** The operator's rule updates (SRV-2, IPS-7). */
export const ruleUpdateRoutes = {
  list: route({
    ...base,
    id: 'listOperatorRuleUpdates',
    method: 'GET',
    path: '/operator/ruleupdates',
    summary: 'List the versions of the rule catalogue, and what failed at the last import',
    reply: ruleUpdates,
  }),
  importNow: route({
    ...base,
    id: 'importOperatorRuleUpdate',
    method: 'POST',
    path: '/operator/ruleupdates',
    summary: 'Ask for an import of all sources; it begins within five minutes',
    reply: importRequest,
  }),
  describe: route({
    ...base,
    id: 'describeOperatorRuleUpdate',
    method: 'GET',
    path: '/operator/ruleupdates/{version}',
    summary: 'Describe a version with the report of its import',
    params,
    reply: ruleUpdateDetail,
  }),
  licences: route({
    ...base,
    id: 'listOperatorRuleUpdateLicences',
    method: 'GET',
    path: '/operator/ruleupdates/{version}/licences',
    summary: 'The licence texts that came with the rules of a version',
    params,
    reply: licences,
  }),
  modify: route({
    ...base,
    id: 'modifyOperatorRuleUpdate',
    method: 'POST',
    path: '/operator/ruleupdates/{version}',
    summary: 'Publish a version (an older one: roll back), hold it, or let it go',
    params,
    body: ruleUpdateChange,
    reply: ruleUpdate,
  }),
  describeSettings: route({
    ...base,
    id: 'describeOperatorRuleUpdateSettings',
    method: 'GET',
    path: '/operator/ruleupdatesettings',
    summary: 'Sources of rules, and how they become versions',
    reply: ruleUpdateSettings,
  }),
  modifySettings: route({
    ...base,
    id: 'modifyOperatorRuleUpdateSettings',
    method: 'POST',
    path: '/operator/ruleupdatesettings',
    summary: 'Change sources of rules, and how they become versions',
    body: ruleUpdateSettingsChange,
    reply: ruleUpdateSettings,
  }),
} as const;
