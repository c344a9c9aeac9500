import {
  agentEvents,
  eventQuery,
  firewallEvents,
  intrusionPreventionEvents,
  systemEvents,
} from '../api/event.ts';
import { route } from './route.ts';

const allow = { who: 'tenant', right: 'serviceRights.eventRights.canViewEvents' } as const;
const fn = 'events' as const;

export const eventRoutes = {
  listIntrusionPreventionEvents: route({
    id: 'listIntrusionPreventionEvents',
    method: 'GET',
    path: '/api/events/intrusionprevention',
    function: fn,
    allow,
    summary: 'Intrusion prevention events, newest first',
    query: eventQuery,
    reply: intrusionPreventionEvents,
  }),
  listFirewallEvents: route({
    id: 'listFirewallEvents',
    method: 'GET',
    path: '/api/events/firewall',
    function: fn,
    allow,
    summary: 'Firewall events, newest first',
    query: eventQuery,
    reply: firewallEvents,
  }),
  listAgentEvents: route({
    id: 'listAgentEvents',
    method: 'GET',
    path: '/api/events/agent',
    function: fn,
    allow,
    summary: 'Events of the agents themselves, newest first',
    query: eventQuery,
    reply: agentEvents,
  }),
  listSystemEvents: route({
    id: 'listSystemEvents',
    method: 'GET',
    path: '/api/events/system',
    function: fn,
    allow,
    summary: 'System events, newest first',
    query: eventQuery,
    reply: systemEvents,
  }),
} as const;
