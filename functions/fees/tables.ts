import type { FeePart } from '../../shared/domain/order/fee.ts';
import type { UsageDay } from '../../shared/domain/order/usage-days.ts';
import type { Column } from '../../shared/http/export.ts';
import type { operatorStatementView, statementView } from './view.ts';

type Statement = ReturnType<typeof statementView>;

const moment = (time: number): string => new Date(time).toISOString();

/** Amounts are in the smallest unit of the currency, as in JSON. */
export const statementColumns: readonly Column<Statement>[] = [
  ['ID', ({ ID }) => ID],
  ['month', ({ month }) => month],
  ['from', ({ from }) => moment(from)],
  ['to', ({ to }) => moment(to)],
  ['timeZone', ({ timeZone }) => timeZone],
  ['currency', ({ currency }) => currency],
  ['amount', ({ amount }) => amount],
  ['menu', ({ basis }) => basis?.menu],
  ['quantity', ({ basis }) => basis?.quantity],
  ['unitPrice', ({ basis }) => basis?.unitPrice],
  ['issued', ({ issued }) => moment(issued)],
  ['corrects', ({ corrects }) => corrects],
  ['difference', ({ difference }) => difference],
  ['reason', ({ reason }) => reason],
];

export const operatorStatementColumns: readonly Column<ReturnType<typeof operatorStatementView>>[] = [
  ['tenantID', ({ tenantID }) => tenantID],
  ['tenantName', ({ tenantName }) => tenantName],
  ...statementColumns,
];

/** The parts of one statement. */
export const partColumns = (statement: Statement): readonly Column<FeePart>[] => [
  ['ID', () => statement.ID],
  ['from', ({ from }) => moment(from)],
  ['to', ({ to }) => moment(to)],
  ['menu', ({ menu }) => menu],
  ['quantity', ({ quantity }) => quantity],
  ['unitPrice', ({ unitPrice }) => unitPrice],
  ['amount', ({ amount }) => amount],
  ['currency', () => statement.currency],
];

export const usageDayColumns: readonly Column<UsageDay>[] = [
  ['day', ({ day }) => day],
  ['ordered', ({ ordered }) => ordered],
  ['activated', ({ activated }) => activated],
];
