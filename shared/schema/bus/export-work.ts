import * as z from 'zod';
import { tenantGuid } from '../agent/activation.ts';
import { jobID } from '../api/report/report.ts';

/** Queue `exports`: do one step of an export. A step that is done already is not done again. */
export const exportWork = z.object({
  version: z.literal(1),
  tenant: tenantGuid,
  exportID: jobID,
  step: z.number().int().min(0),
});
export type ExportWork = z.infer<typeof exportWork>;
