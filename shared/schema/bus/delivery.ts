import * as z from 'zod';
import { tenantGuid } from '../agent/activation.ts';
import { ID } from '../api/common.ts';
import { alertNotice } from './alert-notice.ts';

const key = { pk: z.string().max(200), sk: z.string().max(200) };

/**
 * Queue `deliver`: one destination is to hear of one thing that was stored, if one of the rules wants it. It names
 * the item and carries no event, so that a batch of thousands is a small message. Repeating it is harmless: what was
 * taken is written down under the destination and the source.
 */
export const delivery = z.object({
  version: z.literal(1),
  tenant: tenantGuid,
  destinationID: ID,
  ruleIDs: z.array(ID).min(1),
  source: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('batch'), ...key }),
    z.object({ kind: z.literal('system-event'), ...key }),
    /** The alert as it was raised: it may have gone on since. */
    z.object({ kind: z.literal('alert'), notice: alertNotice }),
  ]),
});
export type Delivery = z.infer<typeof delivery>;
