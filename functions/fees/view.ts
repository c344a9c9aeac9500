import type * as z from 'zod';
import type { CatalogueVersion } from '../../shared/domain/order/catalogue.ts';
import type { MenuEntry } from '../../shared/domain/order/menus.ts';
import type { StatementItem, statementEntryItem } from '../../shared/table/entities/order/statement.ts';

type Document = StatementItem | z.infer<typeof statementEntryItem>;

const nameOf = (month: string, correction: number): string =>
  correction === 0 ? month : `${month}-c${correction}`;

/** The month and number in a statement's name. */
export const partsOf = (statementID: string): { readonly month: string; readonly correction: number } => {
  const [month = '', correction = '0'] = statementID.split('-c');
  return { month, correction: Number(correction) };
};

export const statementView = (item: Document) => ({
  ID: nameOf(item.month, item.correction),
  month: item.month,
  from: item.from,
  to: item.to,
  timeZone: item.timeZone,
  currency: item.currency,
  amount: item.amount,
  ...(item.basis && { basis: item.basis }),
  parts: item.parts,
  partCount: item.partCount,
  issued: item.issued,
  ...(item.correction > 0 && {
    corrects: item.month,
    difference: item.difference ?? 0,
    reason: item.reason ?? '',
  }),
});

export const operatorStatementView = (item: Document) => ({
  ...statementView(item),
  tenantID: item.tenant,
  tenantName: item.tenantName,
});

export const catalogueView = ({ version, from, currency, menus }: CatalogueVersion) => ({
  version,
  from,
  currency,
  menus: {
    'managed-anti-virus': entryView(menus['managed-anti-virus']),
    'managed-virtual-patch': entryView(menus['managed-virtual-patch']),
    'managed-host-security-package': entryView(menus['managed-host-security-package']),
  },
});

const entryView = ({ name, modules, offered, unitPrice }: MenuEntry) => ({
  name,
  modules: [...modules],
  offered,
  unitPrice,
});
