import { exportItem } from '../../shared/table/entities/report/export.ts';
import type { Follow } from './deps.ts';

/** An export that was asked for is begun, and one whose step was done goes on. */
export const exportAsked: Follow = async ({ exports }, { before, after }) => {
  const { tenant, ID: exportID, state, step } = exportItem.parse(after);
  if (state !== 'waiting' || before?.step === step) return;
  await exports.send({ version: 1, tenant, exportID, step });
};
