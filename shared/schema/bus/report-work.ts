import * as z from 'zod';
import { tenantGuid } from '../agent/activation.ts';
import { jobID } from '../api/report/report.ts';

/** Queue `reports`: make a report that was asked for. Repeating it is harmless. */
export const reportWork = z.object({ version: z.literal(1), tenant: tenantGuid, reportID: jobID });
export type ReportWork = z.infer<typeof reportWork>;
