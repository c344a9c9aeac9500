import { benignExchange, benignExchanges, benignParams } from '../api/rules/benign-exchange.ts';
import { route } from './route.ts';

const base = { function: 'operator', allow: { who: 'operator' } } as const;

/** Ordinary traffic of the operator's own, that every new version of the rules is tried on (SRV-2). */
export const benignExchangeRoutes = {
  list: route({
    ...base,
    id: 'listOperatorBenignExchanges',
    method: 'GET',
    path: '/operator/benignexchanges',
    summary: 'List ordinary traffic that new rules are tried on, beside our own',
    reply: benignExchanges,
  }),
  save: route({
    ...base,
    id: 'saveOperatorBenignExchange',
    method: 'POST',
    path: '/operator/benignexchanges',
    summary: 'Add ordinary traffic: rules that fire on it begin in detect from the next import on',
    body: benignExchange,
    reply: benignExchanges,
  }),
  remove: route({
    ...base,
    id: 'deleteOperatorBenignExchange',
    method: 'DELETE',
    path: '/operator/benignexchanges/{name}',
    summary: 'Remove ordinary traffic',
    params: benignParams,
    reply: benignExchanges,
  }),
} as const;
