import type { FirewallFacts, IntrusionPreventionFacts } from './told-event.ts';

type Action = FirewallFacts['action'] | IntrusionPreventionFacts['action'];

/** An action by number and in words, as the JSON events (section 8) and the syslog formats (section 9) write it. */
interface ActionText {
  readonly number: number;
  readonly json: string;
  readonly syslog: string;
}

const DETECT_ONLY = 0x80;

/** events.md sections 8 and 9. */
export const actionTexts: Readonly<Record<Action, ActionText>> = {
  deny: { number: 1, json: 'Deny', syslog: 'Deny' },
  'log-only': { number: 6, json: 'Log Only', syslog: 'Log' },
  'detect-only-deny': { number: DETECT_ONLY + 1, json: 'Detect Only: Deny', syslog: 'IDS:Deny' },
  block: { number: 1, json: 'Block', syslog: 'Block' },
  reset: { number: 2, json: 'Reset', syslog: 'Reset' },
  log: { number: 6, json: 'Log Only', syslog: 'Log' },
  'detect-only-block': { number: DETECT_ONLY + 1, json: 'Detect Only: Block', syslog: 'IDS:Block' },
  'detect-only-reset': { number: DETECT_ONLY + 2, json: 'Detect Only: Reset', syslog: 'IDS:Reset' },
};
