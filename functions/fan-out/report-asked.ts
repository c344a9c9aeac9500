import { reportItem } from '../../shared/table/entities/report/report.ts';
import type { Follow } from './deps.ts';

/** A report that was asked for is made. */
export const reportAsked: Follow = async ({ reports }, { after }) => {
  const { tenant, ID: reportID, state } = reportItem.parse(after);
  if (state === 'waiting') await reports.send({ version: 1, tenant, reportID });
};
