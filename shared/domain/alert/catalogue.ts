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
const HOST = 'computer';
const TENANT = 'tenant';

/**
 * Every alert that there is. Titles, severities and what people may dismiss: events.md section 7. Types without a
 * model there are ours: they are marked in docs/alerts.md.
 */
const rows = {
  'unable-to-communicate': ['Unable to communicate', C, false, HOST, true],
  'computers-offline': ['Many Computers Unable to Communicate', C, false, TENANT, true],
  'firewall-engine-offline': ['Firewall Engine Offline', C, false, HOST, true],
  'intrusion-prevention-engine-offline': ['Intrusion Prevention Engine Offline', C, false, HOST, true],
  'protection-off': ['Protection Off', W, true, HOST, false],
  'send-policy-failed': ['Send Policy Failed', C, false, HOST, true],
  'rules-not-in-force': ['Rules Not in Force', W, true, HOST, false],
  'platform-unsupported': ['Platform Not Supported', W, true, HOST, false],
  'containers-not-inspected': ['Containers Not Inspected', W, true, HOST, false],
  'computer-reboot-required': ['Computer Reboot Required', C, true, HOST, false],
  'agent-upgrade-recommended': [
    'Agent/Appliance Upgrade Recommended (New Version Available)',
    W,
    false,
    HOST,
    false,
  ],
  'computer-not-receiving-updates': ['Computer Not Receiving Updates', W, false, HOST, false],
  'abnormal-restart-detected': ['Abnormal Restart Detected', W, true, HOST, false],
  'clock-change-detected': ['Clock Change Detected', W, true, HOST, false],
  'clock-out-of-step': ['Clock Out of Step', C, true, HOST, true],
  'duplicate-computer-detected': ['Duplicate Computer Detected', W, true, HOST, true],
  'events-suppressed': ['Events Suppressed', W, true, HOST, false],
  'insufficient-disk-space': ['Insufficient Disk Space', W, true, HOST, true],
  'activation-failed': ['Activation Failed', C, true, TENANT, true],
  'apikey-locked-out': ['APIKey Locked Out', W, true, TENANT, true],
  'failed-to-send-sns-message': ['Failed to Send SNSMessage', C, false, TENANT, true],
  'failed-to-send-syslog-message': ['Failed to Send Syslog Message', W, false, TENANT, true],
  'failed-to-send-webhook-message': ['Failed to Send Webhook Message', W, false, TENANT, true],
  'failed-to-send-email': ['Failed to Send Email', W, false, TENANT, true],
  'relay-recommended': ['Relay Recommended', W, true, TENANT, false],
  'relay-required': ['Relay Required', C, false, TENANT, true],
  'relay-required-behind-proxy': ['Relay Required Behind a Proxy', C, false, HOST, false],
  'license-seat-limit-almost-reached': ['License Seat Limit Almost Reached', W, false, TENANT, false],
  'license-seat-limit-reached': ['License Seat Limit Reached', C, false, TENANT, true],
  'new-rule-update-available': ['New Rule Update is Downloaded and Available', W, false, TENANT, false],
  'assigned-rule-withdrawn': ['Assigned Intrusion Prevention Rule Withdrawn', W, true, TENANT, true],
  'logs-about-to-expire': ['Logs About to Expire', W, true, TENANT, true],
  'intrusion-prevention-rule-alert': ['Intrusion Prevention Rule Alert', W, true, 'rule', true],
  recommendation: ['Recommendation', W, true, HOST, false],
  'intrusion-prevention-rule-recommendation': [
    'Intrusion Prevention Rule Recommendation',
    W,
    true,
    HOST,
    false,
  ],
  'intrusion-prevention-rule-removal-recommendation': [
    'Intrusion Prevention Rule Removal Recommendation',
    W,
    true,
    HOST,
    false,
  ],
  'application-type-recommendation': ['Application Type Recommendation', W, true, HOST, false],
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
