import type { Logger } from '@aws-lambda-powertools/logger';
import type { ErasePrefix } from '../../shared/ports/s3-erase.ts';
import type { Sender } from '../../shared/ports/sender.ts';
import type { AlertNotice } from '../../shared/schema/bus/alert-notice.ts';
import type { ExportWork } from '../../shared/schema/bus/export-work.ts';
import type { OrderWork } from '../../shared/schema/bus/order-work.ts';
import type { ReportWork } from '../../shared/schema/bus/report-work.ts';
import type { TaskWork } from '../../shared/schema/bus/task-work.ts';
import type { Store } from '../../shared/table/store.ts';

export interface SweepDeps {
  readonly store: Store;
  readonly logger: Logger;
  readonly now: () => number;
  readonly orders: Sender<OrderWork>;
  readonly notify: Sender<AlertNotice>;
  readonly tasks: Sender<TaskWork>;
  readonly reports: Sender<ReportWork>;
  readonly exports: Sender<ExportWork>;
  /** Deletes what lies in the bucket under a prefix. */
  readonly erase: ErasePrefix;
  /** Seconds between two beats of a host. */
  readonly beatSeconds: number;
}
