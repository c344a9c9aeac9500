import { alertKinds } from './catalogue.ts';
import type { AlertState } from './state.ts';

/** The alert in a sentence, for the management API. Mails have their own words in the tenant's language. */
export const describeAlert = ({ type, subject, count, blocked, sources, last }: AlertState): string => {
  if (type === 'new-rule-update-available')
    return subject.reason ?? 'A version of the rules waits to be applied.';
  if (type === 'rule-withdrawn') return `Rule ${subject.ruleID} is taken off every host: ${subject.reason}`;
  if (type === 'intrusion-prevention-rule-compilation-failed') {
    const keeper = subject.computerName ?? `Every computer of the policy ${subject.policyName}`;
    return `${keeper} keeps its last configuration. ${subject.reason}`;
  }
  const computer = subject.computerName ?? `Computer ${subject.computerID}`;
  if (type === 'unable-to-communicate') {
    return `${computer} has not been heard of since ${new Date(last).toISOString()}. It keeps its last policy.`;
  }
  if (type === 'computers-offline') return `${count} computers fell silent at about the same time.`;
  if (type !== 'intrusion-prevention-rule-alert' && subject.reason !== undefined) {
    return subject.computerName === undefined ? subject.reason : `${subject.computerName}: ${subject.reason}`;
  }
  if (type === 'recommendation') return `${computer}: a scan recommends to change what is assigned.`;
  if (type === 'intrusion-prevention-rule-recommendation') {
    return `${computer}: a scan recommends to assign intrusion prevention rules.`;
  }
  if (type === 'intrusion-prevention-rule-removal-recommendation') {
    return `${computer}: intrusion prevention rules are assigned that a scan found no need for.`;
  }
  if (type === 'application-type-recommendation') {
    return `${computer}: a scan recommends rules of application types that none is assigned of.`;
  }
  if (type !== 'intrusion-prevention-rule-alert') return alertKinds[type].title;
  const cves = subject.CVE && subject.CVE.length > 0 ? ` (${subject.CVE.join(', ')})` : '';
  const rule = `${subject.ruleName ?? `rule ${subject.ruleID}`}${cves}`;
  const done = blocked === count ? 'all blocked' : blocked === 0 ? 'none blocked' : `${blocked} blocked`;
  const from = sources.length > 0 ? `, last from ${sources.join(', ')}` : '';
  return `${rule} was hit ${count} ${count === 1 ? 'time' : 'times'} on ${computer}: ${done}${from}.`;
};
