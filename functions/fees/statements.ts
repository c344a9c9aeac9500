import { accept, missing } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { csvAnswer, wantedFormat } from '../../shared/http/export.ts';
import { nextOf, readPlace } from '../../shared/http/place.ts';
import { feeRoutes } from '../../shared/schema/routes/fees.ts';
import { pageStatements, readStatement } from '../../shared/table/entities/order/statement.ts';
import { partColumns, statementColumns } from './tables.ts';
import { partsOf, statementView } from './view.ts';

const DEFAULT_LIMIT = 100;
const PLACE = /^statement#\d{4}-\d{2}#\d{3}$/;

/** What a tenant was charged, month by month (ORD-7). */
export const statementHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(feeRoutes.listStatements, async ({ caller, query, request }) => {
    const after = readPlace(query.cursor, PLACE);
    if (!after.ok) return after;
    const limit = query.limit ?? DEFAULT_LIMIT;
    const page = await pageStatements(store, caller.tenantID, { after: after.value, limit });
    const statements = page.items.map(statementView);
    const { next } = nextOf(page.next);
    if (wantedFormat(request, ['csv']) === 'csv')
      return accept(csvAnswer(statementColumns, statements, next));
    return accept({ statements, ...nextOf(page.next) });
  }),

  on(feeRoutes.describeStatement, async ({ caller, params, request }) => {
    const { month, correction } = partsOf(params.statementID);
    const item = await readStatement(store, caller.tenantID, month, correction);
    if (!item) return missing('statement');
    const statement = statementView(item);
    return accept(
      wantedFormat(request, ['csv']) === 'csv'
        ? csvAnswer(partColumns(statement), statement.parts)
        : statement,
    );
  }),
];
