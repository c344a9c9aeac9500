import * as z from 'zod';
import { ID, time } from '../common.ts';

/**
 * Calls of the API in one hour that agree in everything: `calls` of them, which is our own addition, as `apiKeyID` is.
 * `duration` (milliseconds) and `responseItemCount` are those of a call on average.
 */
export const apiUsageMetric = z.object({
  /** Rises with the hour; stays with what it names. */
  ID: z.number().int(),
  apiType: z.literal('REST'),
  action: z.string(),
  method: z.string(),
  /** When the hour began. */
  date: time,
  tenantGUID: z.string(),
  duration: z.number().int(),
  statusCode: z.number().int(),
  authenticationMethod: z.enum(['api-key', 'sign-in']),
  expandParameter: z.string().optional(),
  responseItemCount: z.number().int(),
  calls: z.number().int(),
  apiKeyID: ID.optional(),
});
export type ApiUsageMetric = z.infer<typeof apiUsageMetric>;
export const apiUsageMetrics = z.object({ apiUsageMetrics: z.array(apiUsageMetric) });

export const apiUsageMetricFields = {
  apiType: 'string',
  action: 'string',
  method: 'string',
  date: 'date',
  tenantGUID: 'string',
  duration: 'numeric',
  statusCode: 'numeric',
  authenticationMethod: 'string',
  expandParameter: 'string',
  responseItemCount: 'numeric',
} as const;
