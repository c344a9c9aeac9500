import { wire } from '../../shared/http/wiring.ts';
import { consumeQueue } from '../../shared/queue/consume.ts';
import { orderWork } from '../../shared/schema/bus/order-work.ts';
import { steps } from './steps.ts';
import { workOrder } from './work-order.ts';

const { store, logger, now } = wire();

/** Queue `orders`: works each order to its end. */
export const handler = consumeQueue(logger, orderWork, ({ tenant, orderID }) =>
  workOrder({ store, now, steps }, tenant, orderID),
);
