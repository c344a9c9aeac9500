import type { ApiDeps, Handler } from '../../shared/http/api.ts';
import { currentFeeHandlers } from './current.ts';
import { operatorCatalogueHandlers } from './operator-catalogue.ts';
import { operatorStatementHandlers } from './operator-statements.ts';
import { operatorUsageHandlers } from './operator-usage.ts';
import { statementHandlers } from './statements.ts';
import { usageHandlers } from './usage.ts';

export const feeHandlers = (deps: ApiDeps): readonly Handler[] => [
  ...statementHandlers(deps),
  ...currentFeeHandlers(deps),
  ...usageHandlers(deps),
  ...operatorCatalogueHandlers(deps),
  ...operatorStatementHandlers(deps),
  ...operatorUsageHandlers(deps),
];
