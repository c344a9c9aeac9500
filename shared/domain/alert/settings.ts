import { type AlertKind, type AlertType, alertKinds } from './catalogue.ts';
import type { AlertState } from './state.ts';

export type AlertSeverity = AlertKind['severity'];

/** How a type of alert is used. */
export interface AlertTypeSettings {
  /** Off: nothing of it is raised. */
  readonly enabled: boolean;
  readonly mailed: boolean;
  readonly severity: AlertSeverity;
}

/** What a tenant set otherwise than the catalogue has it (events.md section 7: on or off, severity, mails). */
export type AlertChoices = Readonly<Partial<Record<AlertType, Partial<AlertTypeSettings>>>>;

const standard = (type: AlertType): AlertTypeSettings => {
  const { mailed, severity } = alertKinds[type];
  return { enabled: true, mailed, severity };
};

export const settingsOf = (type: AlertType, choices: AlertChoices | undefined): AlertTypeSettings => ({
  ...standard(type),
  ...choices?.[type],
});

/** The choices after a change of one type; what is as the catalogue has it is not kept. */
export const choose = (
  choices: AlertChoices,
  type: AlertType,
  change: Partial<AlertTypeSettings>,
): AlertChoices => {
  const wanted = { ...settingsOf(type, choices), ...change };
  const usual = standard(type);
  const own = {
    ...(wanted.enabled !== usual.enabled && { enabled: wanted.enabled }),
    ...(wanted.mailed !== usual.mailed && { mailed: wanted.mailed }),
    ...(wanted.severity !== usual.severity && { severity: wanted.severity }),
  };
  const { [type]: _, ...others } = choices;
  return Object.keys(own).length > 0 ? { ...others, [type]: own } : others;
};

type Told = Pick<AlertState, 'type' | 'severity' | 'mailed'>;

/** As it was when it was raised; alerts of before there was a choice have what the catalogue says. */
export const severityOf = ({ type, severity }: Told): AlertSeverity => severity ?? alertKinds[type].severity;
export const isMailed = ({ type, mailed }: Told): boolean => mailed ?? alertKinds[type].mailed;

/** They tell of something that happened and not of something that is so: nothing but a person ends most of them. */
const happenings: ReadonlySet<AlertType> = new Set([
  'abnormal-restart-detected',
  'clock-change-detected',
  'clock-out-of-step',
  'duplicate-computer-detected',
  'events-suppressed',
  'insufficient-disk-space',
  'activation-failed',
  'apikey-locked-out',
  'intrusion-prevention-rule-alert',
]);

/**
 * An alert about to be raised, as the tenant wants its type. Switched off, what happens is not kept (undefined); what is
 * so is kept in the state `off`, which nobody sees, and stands as soon as the type is switched on.
 */
export const asChosen = (alert: AlertState, settings: AlertTypeSettings): AlertState | undefined => {
  if (!settings.enabled) return happenings.has(alert.type) ? undefined : { ...alert, state: 'off' };
  return { ...alert, severity: settings.severity, mailed: settings.mailed };
};

/** What a kept alert becomes when its type is switched off or on. Undefined: nothing changes. `now` in epoch ms. */
export const switched = (
  current: AlertState | undefined,
  settings: AlertTypeSettings,
  now: number,
): AlertState | undefined => {
  if (current?.state === 'raised' && !settings.enabled) {
    return happenings.has(current.type)
      ? { ...current, state: 'cleared', ended: now }
      : { ...current, state: 'off' };
  }
  if (current?.state !== 'off' || !settings.enabled) return undefined;
  return asChosen({ ...current, state: 'raised', began: Math.max(now, current.began + 1) }, settings);
};
