import * as z from 'zod';
import { pathID } from '../api/common.ts';
import { newOrder, order, orders, usage } from '../api/order/order.ts';
import { route } from './route.ts';

const place = { who: 'tenant', right: 'serviceRights.orderRights.canPlaceOrders' } as const;
const view = { who: 'tenant', right: 'serviceRights.orderRights.canViewOrders' } as const;

export const orderRoutes = {
  placeOrder: route({
    id: 'placeOrder',
    method: 'POST',
    path: '/api/orders',
    function: 'orders',
    allow: place,
    summary: 'Place an order; header idempotency-key makes a repeated request safe',
    body: newOrder,
    reply: order,
  }),
  listOrders: route({
    id: 'listOrders',
    method: 'GET',
    path: '/api/orders',
    function: 'orders',
    allow: view,
    summary: 'List the orders, newest first',
    reply: orders,
  }),
  describeOrder: route({
    id: 'describeOrder',
    method: 'GET',
    path: '/api/orders/{orderID}',
    function: 'orders',
    allow: view,
    summary: 'Describe an order',
    params: z.object({ orderID: pathID }),
    reply: order,
  }),
  describeUsage: route({
    id: 'describeUsage',
    method: 'GET',
    path: '/api/usage',
    function: 'orders',
    allow: view,
    summary: 'What is ordered and how much of it is in use',
    reply: usage,
  }),
} as const;
