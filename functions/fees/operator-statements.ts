import { decideCorrection } from '../../shared/domain/order/correction.ts';
import { monthOf, monthPeriod } from '../../shared/domain/order/local-date.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { Actor } from '../../shared/http/caller.ts';
import { csvAnswer, wantedFormat } from '../../shared/http/export.ts';
import { nextOf, readPlace } from '../../shared/http/place.ts';
import { feeRoutes } from '../../shared/schema/routes/fees.ts';
import { absent } from '../../shared/table/condition.ts';
import { feeRecords } from '../../shared/table/entities/order/fee-records.ts';
import {
  entryOf,
  listMonth,
  newCorrection,
  pageMonth,
  readStatement,
  type StatementItem,
} from '../../shared/table/entities/order/statement.ts';
import type { Store } from '../../shared/table/store.ts';
import { operatorStatementColumns, partColumns } from './tables.ts';
import { operatorStatementView, partsOf } from './view.ts';

const DEFAULT_LIMIT = 100;
const placeIn = (month: string): RegExp => new RegExp(`^${month}#[0-9a-f-]{36}#\\d{3}$`);

/** All tenants' statements of a month, and their corrections (ORD-10: one bill per tenant, wherever its hosts are). */
export const operatorStatementHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(feeRoutes.listOperatorStatements, async ({ query, now, request }) => {
    const month = query.month ?? monthOf(monthPeriod(monthOf(now, 'UTC'), 'UTC').from - 1, 'UTC');
    const after = readPlace(query.cursor, placeIn(month));
    if (!after.ok) return after;
    const limit = query.limit ?? DEFAULT_LIMIT;
    const page = await pageMonth(store, month, { after: after.value, limit });
    const statements = page.items.map(operatorStatementView);
    const next = nextOf(page.next);
    return accept(
      wantedFormat(request, ['csv']) === 'csv'
        ? csvAnswer(operatorStatementColumns, statements, next.next)
        : { statements, ...next },
    );
  }),

  on(feeRoutes.describeOperatorStatement, async ({ params, request }) => {
    const { month, correction } = partsOf(params.statementID);
    const item = await readStatement(store, params.tenantID, month, correction);
    if (!item) return missing('statement');
    const statement = operatorStatementView(item);
    return accept(
      wantedFormat(request, ['csv']) === 'csv'
        ? csvAnswer(partColumns(statement), statement.parts)
        : statement,
    );
  }),

  on(feeRoutes.correctOperatorStatement, async ({ caller, params, body, now }) => {
    const { month, correction } = partsOf(params.statementID);
    if (correction > 0) return notAStatement(month);
    const corrected = await correct(store, params.tenantID, month, body, { by: caller.by, now });
    return corrected.ok ? accept(operatorStatementView(corrected.value)) : corrected;
  }),
];

const notAStatement = (month: string) =>
  refuse(
    'conflict',
    `statementID: this is a correction. Correct the statement that it is for, ${month}.`,
    'not-a-statement',
    { field: 'statementID' },
  );

const correct = async (
  store: Store,
  tenantID: string,
  month: string,
  { amount, reason }: { readonly amount: number; readonly reason: string },
  { by, now }: { readonly by: Actor; readonly now: number },
): Promise<Outcome<StatementItem>> => {
  const [statement, ...corrections] = await listMonth(store, tenantID, month);
  if (!statement) return missing('statement');
  const before = corrections.at(-1) ?? statement;
  const decided = decideCorrection({ amount: before.amount, corrections: corrections.length }, amount);
  if (!decided.ok) return decided;
  const item = newCorrection(statement, decided.value, { reason, by: by.name, issued: now });
  const written = await store.transact([
    { put: item, if: absent('pk') },
    { put: entryOf(item), if: absent('pk') },
    ...feeRecords(item, by, before),
  ]);
  return written.ok
    ? accept(item)
    : refuse('conflict', 'The month is being corrected by others. Look at it, then try again.', 'busy');
};
