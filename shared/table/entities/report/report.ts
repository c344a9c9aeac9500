import * as z from 'zod';
import { holds, type Role } from '../../../domain/access/role.ts';
import { computerFilter } from '../../../schema/api/task/task-parameters.ts';
import { absent, equals } from '../../condition.ts';
import { keys, partitions } from '../../keys.ts';
import type { Page, Store, Write } from '../../store.ts';

/** Which computers and policies may be told of, as it was when somebody asked. */
export const reach = z.object({
  allComputers: z.boolean(),
  computerIDs: z.array(z.number()).optional(),
  computerGroupIDs: z.array(z.number()).optional(),
  /** May be told what concerns no computer. */
  unrelated: z.boolean(),
  /** May be told of every policy. */
  allPolicies: z.boolean().optional(),
});

/** A report that somebody asked for; its file lies in the bucket. Times in epoch ms. */
export const reportItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('report'),
  tenant: z.string(),
  ID: z.string(),
  state: z.enum(['waiting', 'done', 'failed']),
  templateID: z.number(),
  format: z.enum(['pdf', 'csv']),
  locale: z.enum(['en-US', 'ja-JP']),
  timeZone: z.string(),
  classification: z.string().optional(),
  from: z.number(),
  to: z.number(),
  computerFilter: computerFilter.optional(),
  reach,
  created: z.number(),
  createdBy: z.string(),
  /** How often it was begun, and when a message for it was last sent or taken up. */
  attempts: z.number(),
  moved: z.number().optional(),
  done: z.number().optional(),
  bytes: z.number().optional(),
  sha256: z.string().optional(),
  note: z.string().optional(),
  /** The scheduled task that asked, and who of its readers gets this one; how many of them have it. */
  task: z
    .object({
      taskID: z.number(),
      name: z.string(),
      readers: z.array(
        z.object({ collection: z.enum(['administrators', 'contacts', 'tenant']), ID: z.number() }),
      ),
    })
    .optional(),
  sent: z.number(),
  expiresAt: z.number(),
});
export type ReportItem = z.infer<typeof reportItem>;

export const narrowed = (role: Role): ReportItem['reach'] => ({
  allComputers: role.allComputers,
  unrelated: holds(role, 'platformRights.computerRights.canViewNotRelatedToComputers'),
  allPolicies: role.allPolicies,
  ...(role.computerIDs && { computerIDs: [...role.computerIDs] }),
  ...(role.computerGroupIDs && { computerGroupIDs: [...role.computerGroupIDs] }),
});

export const newReport = (
  tenant: string,
  ID: string,
  more: Omit<ReportItem, 'pk' | 'sk' | 'kind' | 'tenant' | 'ID' | 'state' | 'attempts' | 'sent'>,
): ReportItem => ({
  ...keys.report(tenant, ID),
  kind: 'report',
  tenant,
  ID,
  state: 'waiting',
  attempts: 0,
  sent: 0,
  ...more,
});

/** Written once: asking again under the same id changes nothing. */
export const askForReport = (item: ReportItem): Write => ({ put: item, if: absent('pk') });

export const readReport = (store: Store, tenant: string, ID: string): Promise<ReportItem | undefined> =>
  store.get(keys.report(tenant, ID), reportItem);

/** The latest first. */
export const listReports = (store: Store, tenant: string, limit: number): Promise<Page<ReportItem>> =>
  store.query(partitions.reports(tenant), reportItem, { prefix: 'report#', descending: true, limit });

/** Counts an attempt at a report that waits; undefined when it does not any more. */
export const beginReport = async (
  store: Store,
  tenant: string,
  ID: string,
): Promise<ReportItem | undefined> => {
  const change = { add: { attempts: 1 }, set: { moved: store.now() } };
  const begun = await store.update(keys.report(tenant, ID), change, reportItem, equals('state', 'waiting'));
  return begun.ok ? begun.item : undefined;
};

export const changeReport = async (
  store: Store,
  { tenant, ID }: Pick<ReportItem, 'tenant' | 'ID'>,
  set: Partial<Pick<ReportItem, 'state' | 'done' | 'bytes' | 'sha256' | 'note' | 'sent'>>,
): Promise<void> => {
  await store.update(keys.report(tenant, ID), { set }, reportItem, equals('ID', ID));
};
