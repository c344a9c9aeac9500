import * as z from 'zod';
import { route } from './route.ts';

export const documentRoutes = {
  describeApi: route({
    id: 'describeApi',
    method: 'GET',
    path: '/openapi.json',
    function: 'service',
    allow: { who: 'anyone', reason: 'It describes the routes of this version and nothing of any tenant.' },
    summary: 'The OpenAPI 3.1 document of this API',
    reply: z.record(z.string(), z.unknown()),
  }),
} as const;
