import * as z from 'zod';
import type { Charge, Closed, DueMonth } from '../../../domain/order/closing.ts';
import type { Correction } from '../../../domain/order/correction.ts';
import { keys, partitions } from '../../keys.ts';
import type { Page, Store } from '../../store.ts';
import type { TenantEntryItem } from '../tenant/tenant.ts';

const part = z.object({
  from: z.number(),
  to: z.number(),
  menu: z.enum(['managed-anti-virus', 'managed-virtual-patch', 'managed-host-security-package']),
  quantity: z.number(),
  unitPrice: z.number(),
  amount: z.number(),
});

/** What both documents of a month have: the statement (correction 0) and its corrections. Written once. */
const members = {
  pk: z.string(),
  sk: z.string(),
  tenant: z.string(),
  tenantName: z.string(),
  month: z.string(),
  correction: z.number(),
  /** When it was written (epoch ms). */
  issued: z.number(),
  currency: z.string(),
  amount: z.number(),
  from: z.number(),
  to: z.number(),
  timeZone: z.string(),
  basis: part.optional(),
  parts: z.array(part),
  partCount: z.number(),
  /** Of a correction: what it changes, why, and who said so. */
  difference: z.number().optional(),
  reason: z.string().optional(),
  by: z.string().optional(),
};

/** Kept as long as the tenant and its trail: a year of them is a few kilobytes. */
export const statementItem = z.object({ ...members, kind: z.literal('statement') });
export type StatementItem = z.infer<typeof statementItem>;

/** The operator's list of a month repeats the document, so that all tenants of a month are one query. */
export const statementEntryItem = z.object({ ...members, kind: z.literal('statement-entry') });

export const closedMonthItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('closed-month'),
  month: z.string(),
  until: z.number(),
});

export const newStatement = (
  { guid, name, timeZone }: Pick<TenantEntryItem, 'guid' | 'name' | 'timeZone'>,
  { month, from, to }: DueMonth,
  charge: Charge,
  issued: number,
): StatementItem => ({
  ...keys.statement(guid, month, 0),
  kind: 'statement',
  tenant: guid,
  tenantName: name,
  month,
  correction: 0,
  issued,
  from,
  to,
  timeZone,
  ...charge,
  parts: [...charge.parts],
});

/** It refers to the statement by its month, and repeats what that one was made from. */
export const newCorrection = (
  statement: StatementItem,
  { number, amount, difference }: Correction,
  why: { readonly reason: string; readonly by: string; readonly issued: number },
): StatementItem => ({
  ...statement,
  ...keys.statement(statement.tenant, statement.month, number),
  correction: number,
  amount,
  difference,
  ...why,
});

export const entryOf = (item: StatementItem): z.infer<typeof statementEntryItem> => ({
  ...item,
  ...keys.statementEntry(item.tenant, item.month, item.correction),
  kind: 'statement-entry',
});

export const readClosed = async (store: Store, tenant: string): Promise<Closed | undefined> =>
  store.get(keys.closedMonth(tenant), closedMonthItem);

export const readStatement = (
  store: Store,
  tenant: string,
  month: string,
  correction: number,
): Promise<StatementItem | undefined> => store.get(keys.statement(tenant, month, correction), statementItem);

/** A month's documents, the statement first. */
export const listMonth = (store: Store, tenant: string, month: string): Promise<StatementItem[]> =>
  store.queryAll(partitions.statements(tenant), statementItem, {
    prefix: `statement#${month}#`,
    consistent: true,
  });

/** Newest first. */
export const pageStatements = (
  store: Store,
  tenant: string,
  range: { readonly after?: string | undefined; readonly limit: number },
): Promise<Page<StatementItem>> =>
  store.query(partitions.statements(tenant), statementItem, {
    prefix: 'statement#',
    descending: true,
    consistent: true,
    limit: range.limit,
    ...(range.after !== undefined && { after: range.after }),
  });

/** All tenants' documents of a month, by tenant. */
export const pageMonth = (
  store: Store,
  month: string,
  range: { readonly after?: string | undefined; readonly limit: number },
): Promise<Page<z.infer<typeof statementEntryItem>>> =>
  store.query(partitions.statementEntries, statementEntryItem, {
    prefix: `${month}#`,
    limit: range.limit,
    ...(range.after !== undefined && { after: range.after }),
  });
