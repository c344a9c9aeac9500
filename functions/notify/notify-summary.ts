import type { AlertSummary } from '../../shared/schema/bus/alert-summary.ts';
import { absent } from '../../shared/table/condition.ts';
import { notified, wasNotified } from '../../shared/table/entities/alert/notified.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import type { NotifyDeps } from './notify-alert.ts';
import { summaryMail } from './summary-mail.ts';

/** Mails how many alerts stand, once per run of the task that asks for it. */
export const notifySummary =
  ({ store, logger, now, mailer }: NotifyDeps) =>
  async (summary: AlertSummary): Promise<void> => {
    const { tenant, taskID, taskName, set } = summary;
    const run = { type: 'alert-summary', target: `task-${taskID}`, began: set };
    if (await wasNotified(store, tenant, run)) return;
    const reader = await readTenant(store, tenant);
    if (!reader) {
      logger.warn('a summary for a tenant that does not exist', { tenant });
      return;
    }
    const mail = summaryMail(summary, reader);
    let sent = 0;
    let refused = 0;
    for (const to of summary.to.length > 0 ? summary.to : [reader.emailAddress]) {
      if ((await mailer.send({ ...mail, to })).ok) sent++;
      else refused++;
    }
    const at = now();
    const outcome =
      refused > 0
        ? ({ number: 568, severity: 'warning', title: 'Failed To Send Outstanding Alert Summary' } as const)
        : ({ number: 567, severity: 'info', title: 'Sending Outstanding Alert Summary' } as const);
    await store.transact([
      { put: notified(tenant, run, { at, sent, refused }), if: absent('pk') },
      {
        put: systemEvent(tenant, {
          id: `alert-summary-${taskID}-${set}`,
          at,
          ...outcome,
          description: `${sent} sent${refused > 0 ? `, ${refused} refused by the mail service` : ''}.`,
          actionBy: 'System',
          targetType: 'scheduledtasks',
          targetID: taskID,
          targetName: taskName,
        }),
      },
    ]);
  };
