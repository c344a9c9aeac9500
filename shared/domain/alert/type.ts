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
  'intrusion-prevention-rule-compilation-failed': {
    title: 'Intrusion Prevention Rule Compilation Failed',
    severity: 'critical',
    dismissible: true,
  },
  // The operator's; no tenant has it.
  'rule-update-failed': { title: 'Rule Update Failed', severity: 'warning', dismissible: false },
} as const satisfies Readonly<Record<string, AlertKind>>;

export type AlertType = keyof typeof alertKinds;
