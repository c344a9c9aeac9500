/**
 * How a tenant's own rule says what it looks for; the member names and words of the management API
 * (`intrusionPreventionRule`, domain/api.md section 5).
 */
export interface CustomDefinition {
  readonly template: 'signature' | 'start-end-patterns' | 'custom';
  readonly signature?: string | undefined;
  readonly start?: string | undefined;
  readonly patterns?: readonly string[] | undefined;
  readonly end?: string | undefined;
  readonly caseSensitive?: boolean | undefined;
  /** Which of the patterns must be between start and end; absent: all. */
  readonly condition?: 'all' | 'any' | 'none' | undefined;
  readonly action?: 'drop' | 'log-only' | undefined;
  /** Rules in the Suricata language, one a line, as they are or in base64. */
  readonly customXML?: string | undefined;
}

/** Where the rule's traffic is, from its application type. */
export interface Place {
  readonly protocol: 'icmp' | 'tcp' | 'udp' | 'tcp-udp';
  readonly direction: 'incoming' | 'outgoing';
}

/** Bounds of what one rule may carry to every host. */
export const LONGEST_SIGNATURE = 4000;
export const MOST_PATTERNS = 20;
export const MOST_CUSTOM_LINES = 50;
export const LONGEST_CUSTOM = 64 * 1024;
