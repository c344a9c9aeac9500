/** What is fixed for a type of alert: the field's own title, severity and whether people may dismiss it. */
export interface AlertKind {
  readonly title: string;
  readonly severity: 'critical' | 'warning';
  /** One that cannot be dismissed ends when its cause does. */
  readonly dismissible: boolean;
}

/** Source: events.md section 7. */
export const alertKinds = {
  'unable-to-communicate': { title: 'Unable to communicate', severity: 'critical', dismissible: false },
  'intrusion-prevention-rule-alert': {
    title: 'Intrusion Prevention Rule Alert',
    severity: 'warning',
    dismissible: true,
  },
  recommendation: { title: 'Recommendation', severity: 'warning', dismissible: true },
  'intrusion-prevention-rule-recommendation': {
    title: 'Intrusion Prevention Rule Recommendation',
    severity: 'warning',
    dismissible: true,
  },
  'intrusion-prevention-rule-removal-recommendation': {
    title: 'Intrusion Prevention Rule Removal Recommendation',
    severity: 'warning',
    dismissible: true,
  },
  'intrusion-prevention-rule-compilation-failed': {
    title: 'Intrusion Prevention Rule Compilation Failed',
    severity: 'critical',
    dismissible: true,
  },
  // The operator's; no tenant has them.
  'rule-update-failed': { title: 'Rule Update Failed', severity: 'warning', dismissible: false },
  'rule-withdrawn': { title: 'Intrusion Prevention Rule Withdrawn', severity: 'warning', dismissible: false },
} as const satisfies Readonly<Record<string, AlertKind>>;

export type AlertType = keyof typeof alertKinds;

/**
 * Advice waits in lists and summaries; a first scan of a thousand hosts must not be a thousand mails. The operator's are
 * told by alarms.
 */
export const isMailed = (type: AlertType): boolean =>
  !type.endsWith('recommendation') && type !== 'rule-update-failed' && type !== 'rule-withdrawn';
