import * as z from 'zod';
import { isForgottenJob } from '../../shared/domain/report/forgotten.ts';
import { all, equals } from '../../shared/table/condition.ts';
import { exportItem } from '../../shared/table/entities/report/export.ts';
import { reportItem } from '../../shared/table/entities/report/report.ts';
import { type Key, partitions } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import type { SweepDeps } from './deps.ts';
import { isTurnOf } from './turn.ts';

const anyJob = z.object({ state: z.string() });

/**
 * Hands reports and exports that lost their message, or the record of the stream that was to bring it, to their
 * workers again, at most once an hour each. A message too many does no harm: what is done is not done again, and what
 * breaks every time is called off after its attempts.
 */
export const resendJobs = async (
  { store, now, reports, exports }: SweepDeps,
  tenant: string,
): Promise<void> => {
  if (!isTurnOf(tenant, now())) return;
  const pk = partitions.reports(tenant);
  for (const item of await store.queryAll(pk, reportItem, { prefix: 'report#' })) {
    if (!isForgottenJob(item, now()) || !(await touched(store, item, now()))) continue;
    await reports.send({ version: 1, tenant, reportID: item.ID });
  }
  for (const item of await store.queryAll(pk, exportItem, { prefix: 'export#' })) {
    if (!isForgottenJob(item, now()) || !(await touched(store, item, now()))) continue;
    await exports.send({ version: 1, tenant, exportID: item.ID, step: item.step });
  }
};

/** False: somebody took it up, or ended it, in the meantime. */
const touched = async (
  store: Store,
  { pk, sk, attempts }: Key & { readonly attempts: number },
  moved: number,
): Promise<boolean> => {
  const standing = all(equals('state', 'waiting'), equals('attempts', attempts));
  return (await store.update({ pk, sk }, { set: { moved } }, anyJob, standing)).ok;
};
