import { accept, type Outcome, refuse } from '../outcome.ts';

/** A scheduled task as far as its checks look at it. */
export interface TaskShape {
  readonly type: string;
  readonly scheduleDetails: {
    readonly recurrenceType: 'none' | 'hourly' | 'daily' | 'weekly' | 'monthly';
    readonly [parameters: string]: unknown;
  };
  readonly [member: string]: unknown;
}

/** The types this service offers, with the member that holds their parameters and whether it must be there. */
const offered: Readonly<Record<string, { readonly member?: string; readonly required?: true }>> = {
  'scan-for-recommendations': { member: 'scanForRecommendationsTaskParameters' },
  'check-for-security-updates': { member: 'checkForSecurityUpdatesTaskParameters' },
  'generate-report': { member: 'generateReportTaskParameters', required: true },
  'send-policy': { member: 'sendPolicyTaskParameters' },
  'send-alert-summary': { member: 'sendAlertSummaryTaskParameters' },
  'scan-for-open-ports': { member: 'scanForOpenPortsTaskParameters' },
  'check-for-software-updates': {},
  // Existing clients make them; where there is nothing to synchronize, a run says so.
  'synchronize-directory': {},
  'synchronize-users': {},
  'synchronize-cloud-account': {},
};

const all = Object.values(offered).flatMap(({ member }) => member ?? []);

/** Parameters fit the type, and the schedule has the parameters of its recurrence (and no others). */
export const checkTask = <T extends TaskShape>(task: T): Outcome<T> => {
  const wants = offered[task.type];
  if (!wants) {
    return refuse('invalid', `type: this service has no tasks of type ${task.type}.`, 'not-offered', {
      field: 'type',
    });
  }
  if (wants.required && wants.member && task[wants.member] === undefined) {
    return refuse('invalid', `${wants.member}: a task of type ${task.type} needs it.`, 'missing-parameters', {
      field: wants.member,
    });
  }
  const stray = all.find((member) => member !== wants.member && task[member] !== undefined);
  if (stray) {
    return refuse('invalid', `${stray}: a task of type ${task.type} does not take it.`, 'stray-parameters', {
      field: stray,
    });
  }
  return checkRecurrence(task);
};

const checkRecurrence = <T extends TaskShape>(task: T): Outcome<T> => {
  const { recurrenceType } = task.scheduleDetails;
  if (recurrenceType === 'none') return accept(task);
  const member = `${recurrenceType}ScheduleParameters`;
  return task.scheduleDetails[member] === undefined
    ? refuse(
        'invalid',
        `scheduleDetails.${member}: a schedule that recurs ${recurrenceType} needs it.`,
        'missing-schedule',
        { field: `scheduleDetails.${member}` },
      )
    : accept(task);
};
