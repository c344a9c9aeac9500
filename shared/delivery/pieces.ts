import { toJsonEvent } from '../domain/notification/format/json.ts';
import type { ToldEvent } from '../domain/notification/format/told-event.ts';

/** SNS takes 256 KB a message; what is between is left to escapes that its form adds. */
const MOST_BYTES = 200_000;

/** Events in pieces that one message holds as JSON, in order; the same events give the same pieces. */
export const piecesOf = (events: readonly ToldEvent[]): readonly (readonly ToldEvent[])[] => {
  const pieces: ToldEvent[][] = [];
  let room = 0;
  for (const event of events) {
    const bytes = Buffer.byteLength(JSON.stringify(toJsonEvent(event))) + 1;
    if (bytes > room) {
      pieces.push([]);
      room = MOST_BYTES;
    }
    pieces.at(-1)?.push(event);
    room -= bytes;
  }
  return pieces;
};
