import * as z from 'zod';
import { tenantGuid } from '../agent/activation.ts';
import { ID } from '../api/common.ts';

/** Queue `orders`: this order has work to do. Repeating it is harmless. */
export const orderWork = z.object({
  version: z.literal(1),
  tenant: tenantGuid,
  orderID: ID,
});
export type OrderWork = z.infer<typeof orderWork>;
