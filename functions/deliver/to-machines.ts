import type { Carrier, OpenedDestination } from '../../shared/delivery/carrier.ts';
import { piecesOf } from '../../shared/delivery/pieces.ts';
import type { ToldEvent } from '../../shared/domain/notification/format/told-event.ts';
import type { Refusal } from '../../shared/domain/outcome.ts';
import { isDelivered, markDelivered } from '../../shared/table/entities/notification/delivery.ts';
import { type DeliverDeps, DONE, TAKEN, type Turn } from './deps.ts';

/**
 * Sends every event to a machine, piece by piece, each written down as soon as it is taken: what comes again after a
 * crash repeats one piece at most. The first refusal ends it.
 */
export const toMachine = async (
  { store, now }: Pick<DeliverDeps, 'store' | 'now'>,
  carrier: Carrier<readonly ToldEvent[]>,
  tenant: string,
  { ID }: Pick<OpenedDestination, 'ID'>,
  source: string,
  events: readonly ToldEvent[],
): Promise<Turn | Refusal> => {
  let turn = DONE;
  for (const [n, piece] of piecesOf(events).entries()) {
    const name = `${ID}#${source}#${n}`;
    if (await isDelivered(store, tenant, name)) continue;
    const sent = await carrier.send(`${tenant}#${name}`, piece);
    if (!sent.ok) return sent;
    turn = TAKEN;
    await markDelivered(store, tenant, name, now());
  }
  return turn;
};
