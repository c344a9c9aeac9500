import type { AgentEvent } from '../../../../shared/schema/agent/events.ts';

/** What happens to the agent itself, with the number, severity and title of domain/events.md section 6. */
const EVENTS = {
  engineNotOpened: [1000, 'error', 'Unable To Open Engine'],
  engineCommandFailed: [1001, 'error', 'Engine Command Failed'],
  policyApplied: [2000, 'info', 'Policy Sent'],
  firewallRuleRefused: [2001, 'warning', 'Invalid Firewall Rule Assignment'],
  configurationNotSaved: [2003, 'error', 'Save Security Configuration Failed'],
  ruleRefused: [2083, 'warning', 'Intrusion Prevention Rule XML Rule Conversion Error'],
  configurationRefused: [2085, 'error', 'Security Configuration Error'],
  configurationRolledBack: [2090, 'error', 'Security Configuration Error'],
  configurationNotFetched: [3302, 'warning', 'Get Security Configuration Failed'],
  abnormalRestart: [3700, 'warning', 'Abnormal Restart Detected'],
  contactRefused: [4011, 'warning', 'Failure to Contact Manager'],
  heartbeatFailed: [4012, 'warning', 'Heartbeat Failed'],
  started: [5000, 'info', 'Agent/Appliance Started'],
  partDied: [5001, 'error', 'Thread Exception'],
  partHung: [5002, 'error', 'Operation Timed Out'],
  stopped: [5003, 'info', 'Agent/Appliance Stopped'],
  clockChanged: [5004, 'warning', 'Clock Changed'],
  eventsDeleted: [6009, 'warning', 'Log File Deleted Due To Insufficient Space'],
  eventsSuppressed: [6010, 'warning', 'Events Were Suppressed'],
  updateTaken: [9100, 'info', 'Component Update Successful'],
  updateRefused: [9101, 'error', 'Component Update Failure'],
} as const;

export type AgentEventName = keyof typeof EVENTS;

const MAX_DESCRIPTION = 1000;

/** `at` in epoch ms. */
export const agentEvent = (name: AgentEventName, at: number, description?: string): AgentEvent => {
  const [number, severity, title] = EVENTS[name];
  return {
    kind: 'agent',
    at,
    number,
    severity,
    title,
    ...(description && { description: description.slice(0, MAX_DESCRIPTION) }),
  };
};

/** Events that the spool could not keep (`openSpool`). */
export const lossNotice = (lost: number, where: 'memory' | 'disk', at: number): AgentEvent =>
  where === 'disk'
    ? agentEvent(
        'eventsDeleted',
        at,
        `The spool was full: ${lost} events were deleted before the plane had them.`,
      )
    : agentEvent('eventsSuppressed', at, `${lost} events could not be kept.`);
