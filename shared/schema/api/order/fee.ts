import * as z from 'zod';
import { cursor, limit, name, time } from '../common.ts';
import { menu } from './order.ts';

/** Largest price of one computer and month, as shared/domain/order/new-version.ts has it. */
const HIGHEST_PRICE = 999_999_999;
const HIGHEST_AMOUNT = 1_000_000 * HIGHEST_PRICE;

/** Amounts are whole numbers in the smallest unit of the currency: yen, cents. */
const amount = z.number().int();
/** ISO 4217. */
export const currency = z.enum(
  Intl.supportedValuesOf('currency'),
  'must be a currency of ISO 4217 such as JPY',
);

export const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-11');
/** A statement is named by its month, a correction by month and number: `2026-11`, `2026-11-c1`. */
export const statementID = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])(-c[1-9]\d?)?$/, 'must be such as 2026-11 or 2026-11-c1');
const day = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be a day such as 2026-11-23')
  // The 31st of February reads as a day of March.
  .refine((text) => {
    const time = Date.parse(text);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  }, 'must be a day of the calendar');

/** `Accept: text/csv` asks for the same. */
const format = z.enum(['json', 'csv']).optional();
const next = z.string().optional();

const part = z.object({
  from: time,
  to: time,
  menu,
  quantity: z.number().int(),
  unitPrice: amount,
  amount,
});

/** A month's statement, or a correction of one: documents that are written once and never changed. */
export const statement = z.object({
  ID: z.string(),
  month: z.string(),
  /** The month as the tenant's time zone has it. */
  from: time,
  to: time,
  timeZone: z.string(),
  currency: z.string(),
  /** The fee; of a correction: what the month costs instead. */
  amount,
  /** The part that makes the fee: the highest (menu × quantity) of the month (ORD-7). */
  basis: part.optional(),
  /** What was held when, and its fee; the first hundred of `partCount`. */
  parts: z.array(part),
  partCount: z.number().int(),
  issued: time,
  /** Only of a correction: the statement it is for, the difference to what stood before, and why. */
  corrects: z.string().optional(),
  difference: amount.optional(),
  reason: z.string().optional(),
});
export const statements = z.object({ statements: z.array(statement), next });
export const statementQuery = z.object({ limit, cursor, format });
export const formatQuery = z.object({ format });

export const operatorStatement = statement.extend({ tenantID: z.string(), tenantName: z.string() });
export const operatorStatements = z.object({ statements: z.array(operatorStatement), next });
/** Without a month: the last one that has ended (UTC). */
export const operatorStatementQuery = z.object({ month: month.optional(), limit, cursor, format });
export const newCorrection = z.object({
  /** What the month costs, not the difference. */
  amount: amount.min(0).max(HIGHEST_AMOUNT),
  reason: z.string().trim().min(1, 'cannot be blank').max(500),
});

/** Without `menu` and `quantity`: as it is. With both: what an order of them, placed now, would cost. */
export const feeQuery = z.object({
  menu: menu.optional(),
  quantity: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, 'must be a number from 1 to 1000000')
    .transform(Number)
    .refine((n) => n <= 1_000_000, 'must be a number from 1 to 1000000')
    .optional(),
});
export const currentFee = z.object({
  month: z.string(),
  from: time,
  to: time,
  timeZone: z.string(),
  currency: z.string(),
  /** Of what was used until now. */
  soFar: amount,
  /** Of the whole month, if nothing is ordered any more; prices that change in it are counted. */
  expected: amount,
  parts: z.array(part),
  /** Of a whole month of what is held at its end, at the price then. */
  monthly: amount,
});

/** Days of the tenant's time zone, both included; without them the last 31. */
export const usageQuery = z.object({ from: day.optional(), to: day.optional(), format });
const usageDay = z.object({
  day: z.string(),
  /** The highest of the day. */
  ordered: z.number().int(),
  activated: z.number().int(),
});
export const usageDays = z.object({ days: z.array(usageDay) });

export const operatorUsageQuery = usageQuery.extend({ limit, cursor });
export const tenantUsage = z.object({
  tenantID: z.string(),
  tenantName: z.string(),
  menu: menu.optional(),
  /** Ordered and activated now. */
  quantity: z.number().int(),
  activated: z.number().int(),
  /** The highest of the days asked for. */
  highestOrdered: z.number().int(),
  highestActivated: z.number().int(),
});
export const tenantUsages = z.object({ tenants: z.array(tenantUsage), next });

const price = amount.min(0).max(HIGHEST_PRICE);
const menuEntry = z.object({ name, offered: z.boolean(), unitPrice: price });
const menusOf = <E extends z.ZodType>(entry: E) =>
  z.object({
    'managed-anti-virus': entry,
    'managed-virtual-patch': entry,
    'managed-host-security-package': entry,
  });
export const newCatalogueVersion = z.object({
  /** Epoch ms; not in the past. Left out: at once. */
  from: time.optional(),
  currency,
  menus: menusOf(menuEntry),
});
export const catalogueVersion = z.object({
  version: z.number().int(),
  from: time,
  currency: z.string(),
  menus: menusOf(
    z.object({ name: z.string(), modules: z.array(z.string()), offered: z.boolean(), unitPrice: amount }),
  ),
});
export const operatorCatalogue = z.object({
  inForce: catalogueVersion,
  versions: z.array(catalogueVersion.extend({ written: time, by: z.string() })),
});
