import { activationReply, activationRequest } from '../agent/activation.ts';
import { route } from './route.ts';

export const activationRoutes = {
  activate: route({
    id: 'activate',
    method: 'POST',
    path: '/agent/v1/activation',
    function: 'activation',
    allow: {
      who: 'activating',
      reason: 'The body brings a tenant id and an activation token; the proof brings the new key.',
    },
    summary: 'Activate a computer by tenant id and token (AGT-2)',
    bodyLimit: 64 * 1024,
    body: activationRequest,
    reply: activationReply,
  }),
} as const;
