import { ruleKillList, ruleKillParams, ruleKillRequest } from '../api/rules/rule-kill.ts';
import { route } from './route.ts';

const base = { function: 'operator', allow: { who: 'operator' } } as const;

/** The operator's emergency brake: rules that no host runs, whatever version its tenant is on. */
export const ruleKillRoutes = {
  list: route({
    ...base,
    id: 'listOperatorRuleKills',
    method: 'GET',
    path: '/operator/rulekills',
    summary: 'List rules that are taken off every host',
    reply: ruleKillList,
  }),
  kill: route({
    ...base,
    id: 'createOperatorRuleKill',
    method: 'POST',
    path: '/operator/rulekills',
    summary: 'Take a rule off every host within one beat',
    body: ruleKillRequest,
    reply: ruleKillList,
  }),
  lift: route({
    ...base,
    id: 'deleteOperatorRuleKill',
    method: 'DELETE',
    path: '/operator/rulekills/{ruleID}',
    summary: 'Let a rule run again',
    params: ruleKillParams,
    reply: ruleKillList,
  }),
} as const;
