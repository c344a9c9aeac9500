/** What is fixed for a type of alert. */
export interface AlertKind {
  /** The field's own title where it has one. */
  readonly title: string;
  readonly severity: 'critical' | 'warning';
  /** One that cannot be dismissed ends when its cause does. */
  readonly dismissible: boolean;
  readonly about: 'computer' | 'rule' | 'configuration' | 'tenant' | 'operator';
  /** Mailed when it is raised. Advice, and what changes with a fleet, waits in lists and summaries. */
  readonly mailed: boolean;
}

type Row = readonly [
  title: string,
  severity: AlertKind['severity'],
  dismissible: boolean,
  about: AlertKind['about'],
  mailed: boolean,
];

const C = 'critical';
const W = 'warning';

/**
 * Every alert that there is. Titles, severities and what people may dismiss: events.md section 7. Types without a
 * model there are ours: they are marked in docs/alerts.md.
 */
const rows = {
  'unable-to-communicate': ['Unable to communicate', C, false, 'computer', true],
  'computers-offline': ['Many Computers Unable to Communicate', C, false, 'tenant', true],
  'firewall-engine-offline': ['Firewall Engine Offline', C, false, 'computer', true],
  'intrusion-prevention-engine-offline': ['Intrusion Prevention Engine Offline', C, false, 'computer', true],
  'protection-off': ['Protection Off', W, true, 'computer', false],
  'send-policy-failed': ['Send Policy Failed', C, false, 'computer', true],
  'rules-not-in-force': ['Rules Not in Force', W, true, 'computer', false],
  'platform-unsupported': ['Platform Not Supported', W, true, 'computer', false],
  'containers-not-inspected': ['Containers Not Inspected', W, true, 'computer', false],
  'computer-reboot-required': ['Computer Reboot Required', C, true, 'computer', false],
  'agent-upgrade-recommended': [
    'Agent/Appliance Upgrade Recommended (New Version Available)',
    W,
    false,
    'computer',
    false,
  ],
  'computer-not-receiving-updates': ['Computer Not Receiving Updates', W, false, 'computer', false],
  'abnormal-restart-detected': ['Abnormal Restart Detected', W, true, 'computer', false],
  'clock-change-detected': ['Clock Change Detected', W, true, 'computer', false],
  'clock-out-of-step': ['Clock Out of Step', C, true, 'computer', true],
  'duplicate-computer-detected': ['Duplicate Computer Detected', W, true, 'computer', true],
  'events-suppressed': ['Events Suppressed', W, true, 'computer', false],
  'insufficient-disk-space': ['Insufficient Disk Space', W, true, 'computer', true],
  'activation-failed': ['Activation Failed', C, true, 'tenant', true],
  'apikey-locked-out': ['APIKey Locked Out', W, true, 'tenant', true],
  'failed-to-send-sns-message': ['Failed to Send SNSMessage', C, false, 'tenant', true],
  'failed-to-send-syslog-message': ['Failed to Send Syslog Message', W, false, 'tenant', true],
  'failed-to-send-webhook-message': ['Failed to Send Webhook Message', W, false, 'tenant', true],
  'failed-to-send-email': ['Failed to Send Email', W, false, 'tenant', true],
  'relay-recommended': ['Relay Recommended', W, true, 'tenant', false],
  'relay-required': ['Relay Required', C, false, 'tenant', true],
  'relay-required-behind-proxy': ['Relay Required Behind a Proxy', C, false, 'computer', false],
  'license-seat-limit-almost-reached': ['License Seat Limit Almost Reached', W, false, 'tenant', false],
  'license-seat-limit-reached': ['License Seat Limit Reached', C, false, 'tenant', true],
  'new-rule-update-available': ['New Rule Update is Downloaded and Available', W, false, 'tenant', false],
  'intrusion-prevention-rule-alert': ['Intrusion Prevention Rule Alert', W, true, 'rule', true],
  recommendation: ['Recommendation', W, true, 'computer', false],
  'intrusion-prevention-rule-recommendation': [
    'Intrusion Prevention Rule Recommendation',
    W,
    true,
    'computer',
    false,
  ],
  'intrusion-prevention-rule-removal-recommendation': [
    'Intrusion Prevention Rule Removal Recommendation',
    W,
    true,
    'computer',
    false,
  ],
  'intrusion-prevention-rule-compilation-failed': [
    'Intrusion Prevention Rule Compilation Failed',
    C,
    true,
    'configuration',
    true,
  ],
  // The operator's; no tenant has them, and alarms tell of them.
  'rule-update-failed': ['Rule Update Failed', W, false, 'operator', false],
  'rule-withdrawn': ['Intrusion Prevention Rule Withdrawn', W, false, 'operator', false],
} as const satisfies Readonly<Record<string, Row>>;

export type AlertType = keyof typeof rows;

const kind = ([title, severity, dismissible, about, mailed]: Row): AlertKind => ({
  title,
  severity,
  dismissible,
  about,
  mailed,
});

export const alertKinds = Object.fromEntries(
  Object.entries<Row>(rows).map(([type, row]) => [type, kind(row)]),
) as Readonly<Record<AlertType, AlertKind>>;

export const alertTypes = Object.keys(rows) as readonly AlertType[] as readonly [AlertType, ...AlertType[]];
