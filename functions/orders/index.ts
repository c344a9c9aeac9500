import { api } from '../../shared/http/api.ts';
import { wire, wirePeople } from '../../shared/http/wiring.ts';
import { placeOrder } from './place-order.ts';
import { readOrders } from './read-orders.ts';

const deps = { ...wire(), verifyPerson: wirePeople() };

/** The commercial side of a tenant: what it orders, holds and uses. */
export const handler = api(deps, [placeOrder(deps), ...readOrders(deps)]);
