import * as z from 'zod';
import { tenantGuid } from '../agent/activation.ts';
import { ID } from '../api/common.ts';

/** Queue `tasks`: look after a scheduled task; its time may have come, it may have changed or be gone. Repeating it is harmless. */
export const taskWork = z.object({
  version: z.literal(1),
  tenant: tenantGuid,
  taskID: ID,
});
export type TaskWork = z.infer<typeof taskWork>;
