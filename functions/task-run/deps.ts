import type { Logger } from '@aws-lambda-powertools/logger';
import type { Scheduler } from '../../shared/ports/scheduler.ts';
import type { Sender } from '../../shared/ports/sender.ts';
import type { AlertSummary } from '../../shared/schema/bus/alert-summary.ts';
import type { TaskWork } from '../../shared/schema/bus/task-work.ts';
import type { Store } from '../../shared/table/store.ts';

export interface TaskDeps {
  readonly store: Store;
  readonly logger: Logger;
  readonly now: () => number;
  readonly scheduler: Scheduler;
  /** Work of its own that goes on in another call. */
  readonly tasks: Sender<TaskWork>;
  readonly notify: Sender<AlertSummary>;
}
