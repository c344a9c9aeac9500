import { type AlertType, alertKinds, alertTypes } from '../../shared/domain/alert/catalogue.ts';
import { alertWords } from '../../shared/domain/alert/words.ts';

/** What raises each: the causes themselves are in shared/domain/alert. */
const raised: Readonly<Record<AlertType, string>> = {
  'unable-to-communicate': 'a host missed two beats',
  'computers-offline': 'more than 10 hosts fall silent together; each has its own alert, which is not mailed',
  'firewall-engine-offline': 'the host reports an error of its firewall',
  'intrusion-prevention-engine-offline':
    'the host reports an error of inspection, or that its inspection process is away',
  'protection-off': 'the host reports that no module is on',
  'send-policy-failed': 'the host rolled a configuration back',
  'rules-not-in-force': 'the host says which rules of its configuration it cannot run',
  'platform-unsupported': 'the system is none of `shared/domain/computer/platforms.ts`',
  'containers-not-inspected': 'the agent sees Docker, containerd, CRI-O, Podman or a kubelet',
  'computer-reboot-required': 'the system left its mark that a reboot is due',
  'agent-upgrade-recommended': 'the agent is older than the newest published',
  'computer-not-receiving-updates':
    'the host beats and has been without the version of the rules that its tenant is on for a day',
  'abnormal-restart-detected': 'agent event 3700',
  'clock-change-detected': 'agent event 5004',
  'clock-out-of-step': 'system event 770: the clock is more than five minutes off',
  'duplicate-computer-detected': 'system event 275: a clone or a restored snapshot',
  'events-suppressed': 'agent event 6010',
  'insufficient-disk-space': 'agent events 6009 and 6012',
  'activation-failed': 'system event 705',
  'apikey-locked-out': 'system event 673',
  'failed-to-send-sns-message': 'an SNS destination failed three times in a row',
  'failed-to-send-syslog-message': 'a syslog destination failed three times in a row',
  'failed-to-send-webhook-message': 'a webhook failed three times in a row',
  'failed-to-send-email': 'a mail destination failed three times in a row',
  'relay-recommended': 'more than 5 computers are activated without a relay',
  'relay-required': 'more than 20 computers are activated without a relay',
  'relay-required-behind-proxy': 'the environment of the system or the agent names a proxy for HTTPS',
  'license-seat-limit-almost-reached': 'nine tenths of ten or more seats are taken',
  'license-seat-limit-reached': 'all seats are taken',
  'new-rule-update-available':
    'a version of the rules is open to a tenant that applies updates itself, which had one before',
  'logs-about-to-expire': 'logs that no scheduled export holds expire soon; off until it is switched on',
  'intrusion-prevention-rule-alert': 'a rule was hit',
  recommendation: 'a scan recommends a change',
  'intrusion-prevention-rule-recommendation': 'a scan recommends rules',
  'intrusion-prevention-rule-removal-recommendation': 'a scan found no need for rules that are assigned',
  'application-type-recommendation': 'a scan recommends rules of an application type that has none assigned',
  'intrusion-prevention-rule-compilation-failed': 'a configuration does not compile',
  'rule-update-failed': 'an import failed',
  'assigned-rule-withdrawn':
    'the operator took a rule off every host that is assigned to something of the tenant',
  'rule-withdrawn': 'a rule was taken off every host',
};

/** docs/alerts.md: the catalogue of alerts. */
export const alertsPage = (): string => {
  const lines = alertTypes.map((type) => {
    const { title, severity, dismissible, about, mailed } = alertKinds[type];
    const cells = [`\`${type}\``, title, severity, about, raised[type], alertWords[type].ends];
    return `| ${[...cells, dismissible ? 'yes' : 'no', mailed ? 'yes' : 'no'].join(' | ')} |`;
  });
  return `# Alerts

Written by \`npm run docs\` from \`shared/domain/alert/catalogue.ts\` and \`words.ts\`.

An alert is raised once, however often its cause is told, and ends by itself when the cause goes. One that stands with
its cause and was dismissed does not come back until the cause went away and came again; one of things that happen
begins anew with the next. Ended alerts can be read for 28 days. Titles are the field's own where it has one.

| type | title | severity | about | raised when | ends | dismissible | mailed |
|---|---|---|---|---|---|---|---|
${lines.join('\n')}
`;
};
