import * as z from 'zod';
import { pathID } from '../api/common.ts';
import {
  importRequest,
  importWish,
  licences,
  ruleUpdate,
  ruleUpdateChange,
  ruleUpdateDetail,
  ruleUpdateSettings,
  ruleUpdateSettingsChange,
  ruleUpdates,
} from '../api/rules/rule-update.ts';
import { route } from './route.ts';

const base = { function: 'operator', allow: { who: 'operator' } } as const;
const params = z.object({ version: pathID });

/** The operator's rule updates (SRV-2, IPS-7). */
export const ruleUpdateRoutes = {
  list: route({
    ...base,
    id: 'listOperatorRuleUpdates',
    method: 'GET',
    path: '/operator/ruleupdates',
    summary: 'List rule updates, and what failed at the last import',
    reply: ruleUpdates,
  }),
  importNow: route({
    ...base,
    id: 'importOperatorRuleUpdate',
    method: 'POST',
    path: '/operator/ruleupdates',
    summary: 'Import all sources, within five minutes',
    body: importWish,
    reply: importRequest,
  }),
  describe: route({
    ...base,
    id: 'describeOperatorRuleUpdate',
    method: 'GET',
    path: '/operator/ruleupdates/{version}',
    summary: 'Describe a rule update with the report of its import',
    params,
    reply: ruleUpdateDetail,
  }),
  licences: route({
    ...base,
    id: 'listOperatorRuleUpdateLicences',
    method: 'GET',
    path: '/operator/ruleupdates/{version}/licences',
    summary: 'Licence texts that came with a rule update',
    params,
    reply: licences,
  }),
  modify: route({
    ...base,
    id: 'modifyOperatorRuleUpdate',
    method: 'POST',
    path: '/operator/ruleupdates/{version}',
    summary: 'Publish a rule update (an older one: roll back), hold it, or let it go',
    params,
    body: ruleUpdateChange,
    reply: ruleUpdate,
  }),
  describeSettings: route({
    ...base,
    id: 'describeOperatorRuleUpdateSettings',
    method: 'GET',
    path: '/operator/ruleupdatesettings',
    summary: 'Describe sources of rules',
    reply: ruleUpdateSettings,
  }),
  modifySettings: route({
    ...base,
    id: 'modifyOperatorRuleUpdateSettings',
    method: 'POST',
    path: '/operator/ruleupdatesettings',
    summary: 'Change sources of rules',
    body: ruleUpdateSettingsChange,
    reply: ruleUpdateSettings,
  }),
} as const;
