import middy from '@middy/core';
import type { Context, EventBridgeEvent } from 'aws-lambda';
import { wire } from '../../shared/http/wiring.ts';
import { closeMonths } from './close-months.ts';

const deps = wire();

/** Every hour: months end at another hour in every time zone. */
export const handler = middy<EventBridgeEvent<string, unknown>, void>((_event: unknown, context: Context) =>
  closeMonths(deps, () => context.getRemainingTimeInMillis()),
);
