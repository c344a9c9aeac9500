import * as z from 'zod';
import { tenantGuid } from '../agent/activation.ts';
import { ID } from '../api/common.ts';

/** Queue `notify`: an order came into this state. The order itself says the rest. Repeating it is harmless. */
export const orderNotice = z.object({
  version: z.literal(1),
  what: z.literal('order'),
  tenant: tenantGuid,
  orderID: ID,
  state: z.enum(['accepted', 'done', 'undone']),
});
export type OrderNotice = z.infer<typeof orderNotice>;
