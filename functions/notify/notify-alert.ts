import type { Logger } from '@aws-lambda-powertools/logger';
import type { Mailer } from '../../shared/ports/mailer.ts';
import type { AlertNotice } from '../../shared/schema/bus/alert-notice.ts';
import { absent } from '../../shared/table/condition.ts';
import { notified, wasNotified } from '../../shared/table/entities/alert/notified.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { readTenant, type TenantItem } from '../../shared/table/entities/tenant/tenant.ts';
import type { Store } from '../../shared/table/store.ts';
import { renderMail } from './render-mail.ts';

export interface NotifyDeps {
  readonly store: Store;
  readonly logger: Logger;
  readonly now: () => number;
  readonly mailer: Mailer;
}

/**
 * Mails a raised alert, once per raising: looked up before, written down after. A crash in between costs a second
 * mail, never the only one. An address that is refused does not keep the others from theirs.
 */
export const notifyAlert =
  ({ store, logger, now, mailer }: NotifyDeps) =>
  async (notice: AlertNotice): Promise<void> => {
    const { tenant } = notice;
    if (await wasNotified(store, tenant, notice)) return;
    const reader = await readTenant(store, tenant);
    if (!reader) {
      logger.warn('a notice for a tenant that does not exist', { tenant });
      return;
    }
    const mail = renderMail(notice, reader);
    let sent = 0;
    let refused = 0;
    for (const to of recipientsOf(reader)) {
      if ((await mailer.send({ ...mail, to })).ok) sent++;
      else refused++;
    }
    const at = now();
    await store.transact([
      { put: notified(tenant, notice, { at, sent, refused }), if: absent('pk') },
      { put: outcomeEvent(notice, at, sent, refused) },
    ]);
  };

/** One address until users choose for themselves (EVT-4). */
export const recipientsOf = (tenant: TenantItem): readonly string[] => [tenant.emailAddress];

const outcomeEvent = (notice: AlertNotice, at: number, sent: number, refused: number) => {
  const failed = refused > 0;
  return systemEvent(notice.tenant, {
    id: `alert-mail-${notice.type}-${notice.target}-${notice.began}`,
    at,
    number: failed ? 198 : 197,
    severity: failed ? 'warning' : 'info',
    title: failed ? 'Alert Emails Failed' : 'Alert Emails Sent',
    description: failed
      ? `${sent} sent, ${refused} refused by the mail service. Check the address for notifications.`
      : `${sent} sent.`,
    actionBy: 'System',
    ...(notice.computerID !== undefined && {
      targetType: 'Computer',
      targetID: notice.computerID,
      targetName: notice.computerName,
    }),
  });
};
