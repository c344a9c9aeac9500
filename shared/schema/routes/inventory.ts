import { inventoryReply, inventoryReport, MAX_INVENTORY_BYTES } from '../agent/inventory.ts';
import { route } from './route.ts';

/** What agents say to the function that scans; apart from people's routes, which agents do not load. */
export const inventoryRoutes = {
  sendInventory: route({
    id: 'sendInventory',
    method: 'POST',
    path: '/agent/v1/inventory',
    function: 'scans',
    allow: { who: 'agent' },
    summary: 'Answer a request to scan for recommendations; repeating it is safe',
    bodyLimit: MAX_INVENTORY_BYTES,
    body: inventoryReport,
    reply: inventoryReply,
  }),
} as const;
