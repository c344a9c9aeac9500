import { signatureIDOf } from './signature-id.ts';
import type { ToldEvent } from './told-event.ts';

/** Characters of a header field and of one value; a line stays far below the 64 KB of a UDP message. */
export const MOST_HEADER = 512;
export const MOST_VALUE = 2_000;

/** What CEF and LEEF say of an event before its fields. */
export interface SyslogHeading {
  readonly product: 'Deep Security Agent' | 'Deep Security Manager';
  readonly version: string;
  readonly id: number;
  readonly name: string;
  /** LEEF's `cat`. */
  readonly category: 'System' | 'Firewall' | 'Intrusion Prevention';
}

/**
 * The product names are the field's, not ours: parsers in SIEMs find the events by them (events.md section 9). What
 * comes from hosts is the agent's, whoever sends it on.
 */
export const syslogHeading = (told: ToldEvent): SyslogHeading => {
  const id = signatureIDOf(told);
  switch (told.eventClass) {
    case 'system':
      return {
        product: told.event.origin === 'agent' ? 'Deep Security Agent' : 'Deep Security Manager',
        version: told.version,
        id,
        name: told.event.title,
        category: 'System',
      };
    case 'firewall':
      return {
        product: 'Deep Security Agent',
        version: told.host.agentVersion,
        id,
        name: told.event.reason,
        category: 'Firewall',
      };
    case 'intrusion-prevention':
      return {
        product: 'Deep Security Agent',
        version: told.host.agentVersion,
        id,
        name: told.rule?.name ?? told.event.reason,
        category: 'Intrusion Prevention',
      };
  }
};

const RULE_SEVERITY = { low: 3, medium: 6, high: 8, critical: 10 } as const;
const SYSTEM_SEVERITY = { info: 3, warning: 6, error: 8 } as const;
/** Samples of the field: 0 for what was only logged, 5 for what was denied. */
const FIREWALL_SEVERITY = { 'log-only': 0, deny: 5, 'detect-only-deny': 5 } as const;

/** Severity of CEF, 0 to 10 (events.md section 9). */
export const severityNumber = (told: ToldEvent): number => {
  switch (told.eventClass) {
    case 'system':
      return SYSTEM_SEVERITY[told.event.severity];
    case 'firewall':
      return FIREWALL_SEVERITY[told.event.action];
    case 'intrusion-prevention':
      return RULE_SEVERITY[told.event.severity];
  }
};
