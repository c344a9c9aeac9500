import { expect, it } from 'vitest';
import { checkTask, type TaskShape } from './check.ts';

const daily = { recurrenceType: 'daily', dailyScheduleParameters: { frequencyType: 'everyday' } } as const;

it.each<[string, TaskShape, string | undefined]>([
  ['a scan', { type: 'scan-for-recommendations', scheduleDetails: daily }, undefined],
  ['a check without parameters', { type: 'check-for-software-updates', scheduleDetails: daily }, undefined],
  [
    'a synchronization, of which there is nothing',
    { type: 'synchronize-users', scheduleDetails: daily },
    undefined,
  ],
  ['a task that runs once', { type: 'send-policy', scheduleDetails: { recurrenceType: 'none' } }, undefined],
  ['a module that is not offered', { type: 'scan-for-malware', scheduleDetails: daily }, 'type'],
  [
    'a report of nothing',
    { type: 'generate-report', scheduleDetails: daily },
    'generateReportTaskParameters',
  ],
  [
    'parameters of another type',
    { type: 'send-policy', scheduleDetails: daily, generateReportTaskParameters: {} },
    'generateReportTaskParameters',
  ],
  [
    'a recurrence that says nothing',
    { type: 'send-policy', scheduleDetails: { recurrenceType: 'weekly' } },
    'scheduleDetails.weeklyScheduleParameters',
  ],
])('%s', (_, task, field) => {
  const outcome = checkTask(task);
  expect(outcome.ok ? undefined : outcome.detail?.field).toBe(field);
});
