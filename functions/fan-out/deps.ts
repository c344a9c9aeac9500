import type { GlobalCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import type { NotificationRule } from '../../shared/domain/notification/rule.ts';
import type { Blobs } from '../../shared/ports/blob.ts';
import type { Sender } from '../../shared/ports/sender.ts';
import type { AlertNotice } from '../../shared/schema/bus/alert-notice.ts';
import type { Delivery } from '../../shared/schema/bus/delivery.ts';
import type { OrderNotice } from '../../shared/schema/bus/order-notice.ts';
import type { OrderWork } from '../../shared/schema/bus/order-work.ts';
import type { ReportWork } from '../../shared/schema/bus/report-work.ts';
import type { TaskWork } from '../../shared/schema/bus/task-work.ts';
import type { Store } from '../../shared/table/store.ts';
import type { ItemChange } from './change.ts';

export interface FanOutDeps {
  readonly store: Store;
  readonly now: () => number;
  readonly blobs: Blobs;
  /** Absent: our own rules alone. */
  readonly catalogue?: GlobalCatalogue;
  readonly orders: Sender<OrderWork>;
  readonly notify: Sender<AlertNotice | OrderNotice>;
  readonly tasks: Sender<TaskWork>;
  readonly reports: Sender<ReportWork>;
  readonly deliver: Sender<Delivery>;
  /** The tenant's notification rules that are on. */
  readonly notificationRules: (tenant: string) => Promise<readonly NotificationRule[]>;
}

/** What follows from a change of one kind of item. It may be told twice, and must bear that. */
export type Follow = (deps: FanOutDeps, change: ItemChange) => Promise<void>;
