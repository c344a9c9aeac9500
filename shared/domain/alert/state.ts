import type { AlertType } from './catalogue.ts';

/** What an alert is about; taken when it is raised. */
export interface AlertSubject {
  readonly computerID?: number | undefined;
  readonly computerName?: string | undefined;
  /** Where it is about a policy rather than one computer. */
  readonly policyID?: number | undefined;
  readonly policyName?: string | undefined;
  /** What is wrong, in a sentence. */
  readonly reason?: string | undefined;
  readonly ruleID?: number | undefined;
  readonly ruleName?: string | undefined;
  readonly CVE?: string[] | undefined;
  readonly ruleSeverity?: 'low' | 'medium' | 'high' | 'critical' | undefined;
}

/** All times in epoch ms. */
export interface AlertState {
  readonly type: AlertType;
  /** e.g. `computer-12-rule-3`; with the type it is the alert's identity. */
  readonly target: string;
  /** `off`: its cause is there and its type is switched off; nobody sees it (settings.ts). */
  readonly state: 'raised' | 'cleared' | 'dismissed' | 'off';
  /** As the tenant had its type when it was raised; absent: as the catalogue has it. */
  readonly severity?: 'critical' | 'warning' | undefined;
  readonly mailed?: boolean | undefined;
  /** When the plane raised it: names this raising, a later one has another. */
  readonly began: number;
  /** First and last occurrence by the host's clock. */
  readonly raised: number;
  readonly last: number;
  readonly ended?: number | undefined;
  /** Occurrences merged, and how many of them were stopped. */
  readonly count: number;
  readonly blocked: number;
  /** Addresses that the latest occurrences came from. */
  readonly sources: string[];
  readonly subject: AlertSubject;
  /** Ids of the causes that were merged last: a cause that is told again changes nothing. */
  readonly causes: string[];
}

/** A stream hands over at most 100 records at once, and repeats no more than those. */
export const MOST_CAUSES = 100;
export const MOST_SOURCES = 8;
