import * as z from 'zod';
import { pathID } from '../api/common.ts';
import { testResult } from '../api/notification/notification.ts';
import { route } from './route.ts';

export const notificationRoutes = {
  testDestination: route({
    id: 'testNotificationDestination',
    method: 'POST',
    path: '/api/notificationdestinations/{notificationDestinationID}/test',
    function: 'notifications',
    allow: { who: 'tenant', right: 'platformRights.settingRights.canEditSettings', whole: 'computers' },
    summary: 'Send a test to a notification destination and say what came of it',
    params: z.object({ notificationDestinationID: pathID }),
    reply: testResult,
  }),
} as const;
